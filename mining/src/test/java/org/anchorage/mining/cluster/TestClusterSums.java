/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.junit.jupiter.api.Test;

class TestClusterSums {

  private static final int COUNT = 500;
  private static final int DIM = 3;

  private static Vectors random(int count, float length) {
    SplittableRandom random = new Seed(8).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (length * (random.nextDouble() - 0.5));
    }
    return new Vectors(DIM, values);
  }

  private static ClusterSums sums(
      Vectors vectors, int from, int to, Vectors centres, double scale) {
    Vectors part = vectors.slice(from, to);
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(centres)) {
      Neighbours nearest = exact.search(part, 1);
      return ClusterSums.of(part, nearest, centres.count(), scale);
    }
  }

  @Test
  void partsAddUpInAnyOrderToTheBit() {
    for (float length : new float[] {2, 1e-6f, 1e6f}) {
      Vectors vectors = random(COUNT, length);
      Vectors centres = vectors.slice(0, 4);
      double scale = ClusterSums.scale(COUNT, DIM, length);
      ClusterSums whole = sums(vectors, 0, COUNT, centres, scale);
      ClusterSums first = sums(vectors, 0, 77, centres, scale);
      ClusterSums second = sums(vectors, 77, 300, centres, scale);
      ClusterSums third = sums(vectors, 300, COUNT, centres, scale);
      for (ClusterSums sum :
          new ClusterSums[] {
            first.plus(second).plus(third),
            third.plus(first.plus(second)),
            second.plus(third).plus(first)
          }) {
        assertThat(sum.counts()).isEqualTo(whole.counts());
        assertThat(sum.sums()).isEqualTo(whole.sums());
        assertThat(sum.inertia()).isEqualTo(whole.inertia());
      }
      assertThat(whole.counts()).doesNotContain(0L);
    }
  }

  @Test
  void centresAreMeansAndEmptyClustersStay() {
    Vectors vectors = random(COUNT, 2);
    float[] values = new float[3 * DIM];
    System.arraycopy(vectors.values(), 0, values, 0, 2 * DIM);
    java.util.Arrays.fill(values, 2 * DIM, 3 * DIM, 100);
    Vectors centres = new Vectors(DIM, values);
    ClusterSums sums = sums(vectors, 0, COUNT, centres, ClusterSums.scale(COUNT, DIM, 2));
    float[] means = sums.centres(centres).values();
    double[] expected = new double[2 * DIM];
    int[] counts = new int[2];
    double inertia = 0;
    for (int row = 0; row < COUNT; row++) {
      double one = vectors.squaredDistance(row, centres, 0);
      double other = vectors.squaredDistance(row, centres, 1);
      int nearest = one <= other ? 0 : 1;
      inertia += Math.min(one, other);
      counts[nearest]++;
      for (int i = 0; i < DIM; i++) {
        expected[nearest * DIM + i] += vectors.row(row)[i];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) means[i]).isCloseTo(expected[i] / counts[i / DIM], within(1e-6));
    }
    assertThat(means).endsWith(100, 100, 100);
    assertThat(sums.totalInertia()).isCloseTo(inertia, within(1e-4));
  }
}
