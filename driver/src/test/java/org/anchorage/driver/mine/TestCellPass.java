/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.hard.HardNegativeMiner;
import org.anchorage.mining.hard.MinedNegatives;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCellPass {

  private static final int COUNT = 900;
  private static final int DIM = 6;
  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  /** Classes of very different sizes, in no order. */
  private static final int[] LABELS =
      new Seed(2).generator().ints(COUNT, 0, 400).map(i -> (int) Math.sqrt(i)).toArray();

  private static final Vectors VECTORS = vectors();

  @TempDir Path directory;

  private static Vectors vectors() {
    SplittableRandom random = new Seed(3).generator();
    float[] values = new float[COUNT * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.cos(LABELS[i / DIM] * (i % DIM + 1)) + random.nextDouble(-1, 1));
    }
    return new Vectors(DIM, values);
  }

  private static MineSettings settings(double recall) {
    return SettingsReader.defaults()
        .with(
            List.of(
                "mine.neighbours=20",
                "mine.rank-to=20",
                "mine.search=cells",
                "mine.recall=" + recall))
        .settings()
        .mine();
  }

  private FinishedPass pass(VectorBlocks vectors, double recall, int mb) {
    MineSettings settings = settings(recall);
    SearchMemory memory = SearchMemory.of(SPARK, MineSettings.MEMORY_MB, mb);
    NeighbourStage exact = new NeighbourStage(SPARK, SearchKind.EXACT, memory);
    return new CellPass(SPARK, exact, settings, memory, new Seed(5))
        .run(vectors, LABELS, null, done -> {});
  }

  private VectorBlocks blocks(int rows) {
    return WrittenBlocks.of(VECTORS, directory.resolve("vectors/test/" + rows), rows);
  }

  /** Returns the negatives of each anchor, with their similarities. */
  private static Map<Integer, String> table(FinishedPass done) {
    Map<Integer, String> table = new TreeMap<>();
    for (int block : done.pass().blocks()) {
      MinedBlock mined = done.pass().open().read(block);
      for (int i = 0; i < mined.rows().length; i++) {
        table.merge(
            mined.anchors()[i / mined.negatives()],
            mined.rows()[i]
                + "@"
                + mined.similarities()[i]
                + "+"
                + mined.positives()[i / mined.negatives()],
            (before, next) -> before + " " + next);
      }
    }
    return table;
  }

  private static Map<Integer, String> slow() {
    MinedNegatives mined;
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(VECTORS.normalised())) {
      mined = new HardNegativeMiner(settings(1), LABELS).mine(exact, 0, COUNT);
    }
    Map<Integer, String> table = new TreeMap<>();
    for (int i = 0; i < mined.rows().length; i++) {
      table.merge(
          i / mined.negatives(),
          mined.rows()[i]
              + "@"
              + mined.similarities()[i]
              + "+"
              + mined.positives()[i / mined.negatives()],
          (before, next) -> before + " " + next);
    }
    return table;
  }

  @Test
  void probingAllThatHoldsNeighboursIsExact() {
    // The sample is all vectors, so a recall of 1 leaves nothing out.
    FinishedPass done = pass(blocks(100), 1, 1024);
    assertThat(table(done)).isEqualTo(slow());
    assertThat(done.searched().share()).isEqualTo(1);
    assertThat(done.tally().anchors()).isEqualTo(COUNT);
  }

  @Test
  void resultsDependNeitherOnBlocksNorOnMemory() {
    FinishedPass one = pass(blocks(100), 0.9, 1024);
    FinishedPass other = pass(blocks(77), 0.9, 48);
    assertThat(table(other)).isEqualTo(table(one));
    assertThat(other.searched()).isEqualTo(one.searched());
    assertThat(one.searched().share()).isBetween(0.9, 0.999);
    assertThat(one.searched().probes()).isLessThan(one.searched().cells());
  }

  @Test
  void aPassThatWasStoppedGoesOn() throws IOException {
    VectorBlocks vectors = blocks(100);
    FinishedPass done = pass(vectors, 0.9, 1024);
    Map<Integer, String> table = table(done);
    Path first = Path.of(java.net.URI.create(done.pass().location())).resolve("part-00000.bin");
    Files.setLastModifiedTime(first, java.nio.file.attribute.FileTime.fromMillis(1000));
    assertThat(table(pass(vectors, 0.9, 1024))).isEqualTo(table);
    assertThat(Files.getLastModifiedTime(first).toMillis()).isEqualTo(1000);
  }

  @Test
  void aDamagedBlockIsMinedAgain() throws IOException {
    VectorBlocks vectors = blocks(100);
    FinishedPass done = pass(vectors, 0.9, 1024);
    Map<Integer, String> table = table(done);
    Path place = Path.of(java.net.URI.create(done.pass().location()));
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".bin")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    assertThat(table(pass(vectors, 0.9, 1024))).isEqualTo(table);
  }
}
