/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.HalfFloat;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestVectorBlocks {

  private static final int DIM = 3;

  @TempDir Path directory;

  /** Blocks of 10 rows of 25 random vectors. */
  private VectorBlocks blocks(Element element) {
    return new VectorBlocks(
        place().toUri().toString(),
        new BlockLayout(25, 10),
        DIM,
        element,
        HadoopSettings.of(new Configuration()));
  }

  private Path place() {
    return directory.resolve("run/vectors/mine/key");
  }

  private static Vectors random(int count) {
    var random = new Seed(3).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Vectors(DIM, values);
  }

  private VectorBlocks written(Element element, Vectors vectors) {
    VectorBlocks blocks = blocks(element);
    for (int block = 0; block < blocks.blocks(); block++) {
      blocks.write(block, vectors.slice(blocks.layout().first(block), blocks.layout().end(block)));
    }
    return blocks;
  }

  @Test
  void everyRangeIsReadAsItWasWritten() {
    Vectors vectors = random(25);
    VectorSource source = written(Element.FLOAT, vectors).open();
    for (int from = 0; from <= 25; from++) {
      for (int to = from; to <= 25; to++) {
        assertThat(source.read(from, to).values()).isEqualTo(vectors.slice(from, to).values());
      }
    }
  }

  @Test
  void halvesAreTheNearest() {
    Vectors vectors = random(25);
    float[] read = written(Element.HALF, vectors).whole().values();
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).isEqualTo(HalfFloat.value(HalfFloat.of(vectors.values()[i])));
    }
  }

  @Test
  void chosenAndNormalisedVectorsAreThoseOfTheWhole() {
    Vectors vectors = random(25);
    VectorBlocks blocks = written(Element.FLOAT, vectors);
    int[] rows = {0, 1, 4, 8, 9, 10, 11, 12, 24};
    assertThat(blocks.chosen(rows).whole().values()).isEqualTo(vectors.rows(rows).values());
    assertThat(blocks.chosen(rows).open().read(3, 7).values())
        .isEqualTo(vectors.rows(new int[] {8, 9, 10, 11}).values());
    assertThat(blocks.normalised().whole().values()).isEqualTo(vectors.normalised().values());
  }

  @Test
  void rowsThatAreNotThereAreRefused() {
    VectorSource source = written(Element.FLOAT, random(25)).open();
    assertThatThrownBy(() -> source.read(20, 26))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("There are no rows 20 to 26 among 25 vectors");
  }

  @Test
  void aBlockOfAnotherShapeIsNotWritten() {
    assertThatThrownBy(() -> blocks(Element.FLOAT).write(2, random(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Block 2 has 5 vectors of 3, not 4 of 3; pass those of its rows");
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedByteIsFoundWhereverItIs(Element element) throws IOException {
    VectorBlocks blocks = written(element, random(25));
    Path file = place().resolve("part-00001.vec");
    byte[] good = Files.readAllBytes(file);
    assertThat(good).hasSize(64 + 10 * DIM * element.bytes());
    for (int at : new int[] {0, 9, 13, 17, 21, 24, 64, 99, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(file, bad);
      assertThat(blocks.holds(1)).as("byte %d", at).isFalse();
      assertThatThrownBy(blocks::whole)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("The block of vectors " + blocks.path(1) + " ");
    }
    byte[] bad = good.clone();
    bad[70] ^= 1;
    Files.write(file, bad);
    assertThatThrownBy(() -> blocks.open().read(12, 13))
        .hasMessageMatching(
            ".* is damaged: its checksum is [0-9a-f]{8}, and its header says [0-9a-f]{8}; delete"
                + " the file and run the command that embeds again, or restore it");
    assertThat(blocks.open().read(0, 10).count()).isEqualTo(10);
    blocks.write(1, random(10));
    assertThat(blocks.holds(1)).isTrue();
  }

  @Test
  void anotherLengthAndAnotherShapeAreRefused() throws IOException {
    VectorBlocks blocks = written(Element.FLOAT, random(25));
    Path file = place().resolve("part-00000.vec");
    byte[] good = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(blocks::whole)
        .hasMessageContaining("it has 183 bytes, and 10 vectors of 3 take 184");
    Files.write(file, new byte[5]);
    assertThatThrownBy(blocks::whole).hasMessageContaining("it does not begin as a block does");
    Files.write(file, Files.readAllBytes(place().resolve("part-00002.vec")));
    assertThatThrownBy(blocks::whole)
        .hasMessageContaining(
            "holds 5 vectors of 3 as float, and 10 vectors of 3 as float were expected");
    Files.delete(file);
    assertThatThrownBy(blocks::whole)
        .hasMessage(
            "There is no "
                + blocks.path(0)
                + "; run the command that writes it again, or restore it");
    assertThat(blocks.holds(0)).isFalse();
  }

  @Test
  void nothingElseIsLeftBehind() throws IOException {
    VectorBlocks blocks = written(Element.FLOAT, random(25));
    try (Stream<Path> files = Files.list(place())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              List.of("part-00000.vec", "part-00001.vec", "part-00002.vec"));
    }
    Files.createFile(directory.resolve("run/run.conf"));
    blocks.delete();
    assertThat(directory.resolve("run/vectors")).doesNotExist();
    assertThat(directory.resolve("run/run.conf")).exists();
  }

  @Test
  void blocksAreCutByTheNumberOfRowsAlone() {
    assertThat(BlockLayout.of(60_000)).isEqualTo(new BlockLayout(60_000, 2048));
    assertThat(BlockLayout.of(60_000).blocks()).isEqualTo(30);
    assertThat(BlockLayout.of(1_000_000).rowsABlock()).isEqualTo(15_744);
    assertThat(BlockLayout.of(2_000_000_000).rowsABlock()).isEqualTo(16_384);
    assertThat(BlockLayout.of(0).blocks()).isZero();
    BlockLayout largest = BlockLayout.of(Integer.MAX_VALUE);
    assertThat(largest.end(largest.blocks() - 1)).isEqualTo(Integer.MAX_VALUE);
  }
}
