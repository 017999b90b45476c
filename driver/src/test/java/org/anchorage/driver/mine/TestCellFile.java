/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aDamagedFileIsNamed() throws IOException {
    VectorBlocks vectors = vectors();
    Files.write(file(vectors), new byte[] {1, 2, 3, 4, 5});
    assertThatThrownBy(() -> CellFile.of(vectors).read())
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the cells in ")
        .hasMessageContaining("invalid stream header")
        .hasMessageEndingWith("; mine again");
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file(vectors)))) {
      out.writeObject("cells of a later version");
    }
    byte[] whole = Files.readAllBytes(file(vectors));
    assertThatThrownBy(() -> CellFile.of(vectors).read())
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the cells in ")
        .hasMessageContaining("java.lang.String")
        .hasMessageEndingWith("; mine again");
    Files.write(file(vectors), Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> CellFile.of(vectors).read())
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the cells in ")
        .hasMessageEndingWith("; mine again");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    VectorBlocks vectors = vectors();
    Files.createDirectories(file(vectors).resolve("in-the-way"));
    ClassCells one =
        new ClassCells(0, new int[] {0, 1}, new int[] {2}, new Vectors(2, new float[2]));
    Cells cells = Cells.of(List.of(one));
    CellFile.Content content = new CellFile.Content(cells, CellGroups.of(cells, new Seed(1)));
    assertThatThrownBy(() -> CellFile.of(vectors).write(content))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot write the cells to ")
        .hasMessageEndingWith("; free space or mend the disk, and mine again");
    assertThat(file(vectors).resolve("in-the-way")).exists();
  }
}
