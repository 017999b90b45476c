/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.cells.CellGroups;
import org.anchorage.mining.cells.Cells;
import org.anchorage.mining.cells.ClassCells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCellFile {

  @TempDir Path directory;

  private VectorBlocks vectors() {
    return WrittenBlocks.of(new Vectors(2, new float[8]), directory.resolve("vectors"), 10);
  }

  private Path file(VectorBlocks vectors) {
    return Path.of(URI.create(vectors.location())).resolve("cells.bin");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> CellFile.of(vectors()).read())
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the cells in ")
        .hasMessageContaining("/cells.bin: ")
        .hasMessageEndingWith("; mine again");
  }

  private static CellFile.Content content() {
    ClassCells one =
        new ClassCells(0, new int[] {0, 1}, new int[] {2}, new Vectors(2, new float[2]));
    Cells cells = Cells.of(List.of(one));
    return new CellFile.Content(cells, CellGroups.of(cells, new Seed(1)));
  }

  @Test
  void aFileIsReadAsItWasWritten() {
    VectorBlocks vectors = vectors();
    CellFile.of(vectors).write(content());
    assertThat(CellFile.of(vectors).read()).usingRecursiveComparison().isEqualTo(content());
  }

  /** A changed centroid would be cells of other vectors, and nobody would see it. */
  @Test
  void aDamagedFileIsNamed() throws IOException {
    VectorBlocks vectors = vectors();
    CellFile.of(vectors).write(content());
    byte[] whole = Files.readAllBytes(file(vectors));
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[] {1, 2, 3, 4, 5});
    damaged.add(new byte[3]);
    damaged.add(Arrays.copyOf(whole, whole.length - 4));
    for (int at = 0; at < whole.length; at += 7) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      damaged.add(flipped);
    }
    // A disk that sums up nothing.
    Files.deleteIfExists(file(vectors).resolveSibling(".cells.bin.crc"));
    for (byte[] bytes : damaged) {
      Files.write(file(vectors), bytes);
      assertThatThrownBy(() -> CellFile.of(vectors).read())
          .isInstanceOf(ArtifactException.class)
          .hasMessageStartingWith("Cannot read the cells in ")
          .hasMessageEndingWith(
              "/cells.bin: the file is damaged, its checksum is another; mine again");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    VectorBlocks vectors = vectors();
    Files.createDirectories(file(vectors).resolve("in-the-way"));
    assertThatThrownBy(() -> CellFile.of(vectors).write(content()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot write the cells to ")
        .hasMessageEndingWith("; free space or mend the disk, and mine again");
    assertThat(file(vectors).resolve("in-the-way")).exists();
  }
}
