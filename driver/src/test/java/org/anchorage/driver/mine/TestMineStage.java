/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMineStage {

  private static final int CLASSES = 7;
  private static final int IMAGES = 6;
  private static final int DIM = 4;

  /** Rows run class by class. */
  private static final Catalogue CATALOGUE = catalogue();

  @TempDir Path directory;

  private static Catalogue catalogue() {
    List<Item> items = new ArrayList<>();
    for (int row = 0; row < CLASSES * IMAGES; row++) {
      String name = "c" + row / IMAGES;
      items.add(
          new Item(name + "/" + row % IMAGES, name, Split.TRAIN, "shard", 0, 1, 1, "00", Map.of()));
    }
    return Catalogue.of(items);
  }

  private static MineStage stage(String... words) {
    MineSettings settings =
        SettingsReader.defaults()
            .with(List.of("mine.neighbours=30", "mine.rank-to=30", "mine.confusable=3"))
            .with(List.of(words))
            .settings()
            .mine();
    return new MineStage(
        LocalSpark.session(),
        settings,
        Map.of(),
        CATALOGUE,
        new Manifest.Parent("corpus", "here", "00"));
  }

  private org.apache.hadoop.fs.Path table() {
    return new org.apache.hadoop.fs.Path(directory.resolve("table").toUri());
  }

  private MinedTable mined(String... words) {
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[CLASSES * IMAGES * DIM];
    for (int i = 0; i < values.length; i++) {
      int own = i / DIM / IMAGES;
      values[i] = (float) (Math.sin(own * (i % DIM + 1)) + 0.3 * random.nextDouble());
    }
    int[] rows = IntStream.range(0, CLASSES * IMAGES).toArray();
    return stage(words)
        .run(new Vectors(DIM, values), rows, table(), WhenExists.REFUSE, TinyCorpus.quiet())
        .table();
  }

  @Test
  void aTableIsReadAsItWasMined() {
    MinedTable mined = mined();
    MinedTable read = stage().read(table());
    assertThat(read.confusable()).isDeepEqualTo(mined.confusable());
    assertThat(read.similarities()).isDeepEqualTo(mined.similarities());
    assertThat(read.anchors()).isEqualTo(mined.anchors());
    assertThat(read.negatives()).isDeepEqualTo(mined.negatives());
    assertThat(read.masses()).isEqualTo(mined.masses()).hasSize(CLASSES);
    assertThat(mined.confusable()[0]).hasSize(3);
  }

  /** The five nearest of an image are those of its own class. */
  @Test
  void classesLargerThanTheNeighboursLeaveEveryImageItsNegatives() {
    MinedTable mined =
        mined("mining=instances", "mine.neighbours=3", "mine.rank-to=3", "mine.negatives=1");
    assertThat(mined.anchors()).hasSize(CLASSES * IMAGES);
    for (int i = 0; i < mined.anchors().length; i++) {
      assertThat(mined.negatives()[i]).hasSize(1);
      assertThat(mined.negatives()[i][0] / IMAGES).isNotEqualTo(mined.anchors()[i] / IMAGES);
    }
  }

  @Test
  void massesAreSumsOfSimilarities() {
    MinedTable table =
        new MinedTable(
            new int[][] {{1, 2}, {0, 2}, {}},
            new float[][] {{0.75f, 0.5f}, {0.75f, -0.5f}, {}},
            new int[0],
            new int[0][]);
    assertThat(table.masses()).containsExactly(new double[] {1.25, 0.75, 0}, within(1e-12));
    assertThat(table.affinity(MineSettings.Mode.CLASSES).masses()).isEqualTo(table.masses());
    assertThat(table.affinity(MineSettings.Mode.INSTANCES).masses()).isEqualTo(table.masses());
    assertThat(table.affinity(MineSettings.Mode.NONE).masses()).isEmpty();
  }

  @Test
  void aTableIsGivenToTheFirstEpoch() {
    MinedTable mined = mined();
    Affinity given = stage("mining=classes", "mine.table=" + table()).given();
    assertThat(((Affinity.Classes) given).confusable()).isDeepEqualTo(mined.confusable());
    assertThat(stage("mining=classes").given()).isEqualTo(new Affinity.None());
  }
}
