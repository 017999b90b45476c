/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.metrics.ClusterAgreement;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.cluster.KMeans;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClusterStage {

  private static final int COUNT = 5000;
  private static final int CLUSTERS = 4;
  private static final Seed SEED = new Seed(2);

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  @TempDir Path directory;

  private Vectors vectors;
  private int[] labels;
  private VectorSet blocks;

  /** Clouds that lie apart. */
  @BeforeEach
  void write() {
    SplittableRandom random = SEED.generator();
    float[] values = new float[2 * COUNT];
    labels = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      labels[i] = random.nextInt(CLUSTERS);
      values[2 * i] = (float) (4 * (labels[i] % 2) + random.nextDouble());
      values[2 * i + 1] = (float) (4 * (labels[i] / 2) + random.nextDouble());
    }
    vectors = new Vectors(2, values);
    blocks = WrittenBlocks.of(vectors, directory, 700);
  }

  private ClusterStage stage(int mb, int slots) {
    return new ClusterStage(spark, new SearchMemory(EvaluateSettings.MEMORY_MB, mb, slots));
  }

  @Test
  void clustersThatFitAreThoseOfOneMachine() {
    for (int restarts : new int[] {1, 3}) {
      int[] alone = new KMeans(CLUSTERS, restarts).cluster(vectors, SEED).assignments();
      for (int mb : new int[] {1, 64}) {
        assertThat(stage(mb, 2).cluster(blocks, CLUSTERS, restarts, SEED)).isEqualTo(alone);
      }
    }
  }

  @Test
  void clustersInPartsFindTheCloudsWhateverTheTasks() {
    int[] clusters = stage(1, 2).inParts(blocks, CLUSTERS, 3, SEED, 500);
    assertThat(ClusterAgreement.of(labels, clusters).nmi()).isCloseTo(1, within(1e-9));
    assertThat(stage(1, 2).inParts(blocks, CLUSTERS, 3, SEED, 500)).isEqualTo(clusters);
  }

  @Test
  void aSampleWithoutRoomForEveryClusterIsRefused() {
    assertThatThrownBy(() -> stage(1, 2).inParts(blocks, CLUSTERS, 1, SEED, 3))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("evaluate.memory-mb = 1")
        .hasMessageContaining(
            "k-means begins with a sample of the vectors, and no 4 of them fit; raise it, or leave"
                + " NMI out by evaluate.restarts=0");
  }
}
