/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TestNeighbourSample {

  private static final int COUNT = 3000;
  private static final int DIM = 5;
  private static final int K = 7;

  /** Vectors that tasks alone may read: the driver would map every block. */
  private record OfTasks(Vectors vectors) implements VectorSet {

    @Override
    public int count() {
      return vectors.count();
    }

    @Override
    public int dim() {
      return vectors.dim();
    }

    @Override
    public VectorSource open() {
      if (TaskContext.get() == null) {
        throw new IllegalStateException("The driver reads vectors");
      }
      return vectors;
    }
  }

  @Test
  void tasksAloneReadVectorsAndFindTheNearestOfOtherClasses() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[COUNT * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    Vectors vectors = new Vectors(DIM, values);
    int[] labels = random.ints(COUNT, 0, 30).toArray();
    NeighbourStage stage =
        new NeighbourStage(
            spark, SearchKind.EXACT, SearchMemory.of(spark, MineSettings.MEMORY_MB, 64));

    NeighbourSample sample =
        NeighbourSample.draw(stage, new OfTasks(vectors), labels, K, new Seed(2));

    assertThat(sample.rows()).hasSize(NeighbourSample.SIZE).isSorted().doesNotHaveDuplicates();
    assertThat(sample.labels())
        .isEqualTo(Arrays.stream(sample.rows()).map(row -> labels[row]).toArray());
    assertThat(sample.vectors().values()).isEqualTo(vectors.rows(sample.rows()).values());
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(vectors)) {
      assertThat(sample.neighbours().indices())
          .isEqualTo(
              exact
                  .search(
                      sample.vectors(), (query, row) -> labels[row] != sample.labels()[query], K)
                  .indices());
    }
  }
}
