/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.metrics.ClusterAgreement;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestKMeans {

  @Test
  void findsSeparatedBlobs() {
    int[] labels = new int[600];
    Vectors vectors = blobs(12, 600, 10, labels);
    Clustering clustering = new KMeans(12, 2).cluster(vectors, new Seed(1));
    assertThat(ClusterAgreement.of(labels, clustering.assignments()).nmi())
        .isCloseTo(1, within(1e-12));
    assertThat(clustering.iterations()).isBetween(2, KMeans.MAX_ITERATIONS);
    assertThat(clustering.inertia()).isCloseTo(inertia(vectors, clustering, 12), within(1e-3));
  }

  @Test
  void equalSeedsGiveEqualClustersAndRestartsNeverHurt() {
    Vectors vectors = blobs(30, 400, 6, new int[400]);
    Clustering once = new KMeans(17, 1).cluster(vectors, new Seed(5));
    Clustering again = new KMeans(17, 1).cluster(vectors, new Seed(5));
    assertThat(again.assignments()).isEqualTo(once.assignments());
    assertThat(again.inertia()).isEqualTo(once.inertia());
    assertThat(new KMeans(17, 4).cluster(vectors, new Seed(5)).inertia())
        .isLessThanOrEqualTo(once.inertia());
  }

  @Test
  void asManyClustersAsVectorsCostNothing() {
    Vectors vectors = blobs(4, 40, 3, new int[40]);
    Clustering clustering = new KMeans(40, 1).cluster(vectors, new Seed(2));
    assertThat(clustering.inertia()).isZero();
    assertThat(Arrays.stream(clustering.assignments()).distinct()).hasSize(40);
  }

  @Test
  void fewerDifferentVectorsThanClustersLeaveSomeEmpty() {
    Vectors vectors = new Vectors(1, new float[] {3, 3, 3, 8, 8, 8});
    Clustering clustering = new KMeans(5, 1).cluster(vectors, new Seed(2));
    assertThat(clustering.inertia()).isZero();
    assertThat(Arrays.stream(clustering.assignments()).distinct()).hasSize(2);
  }

  @Test
  void anEmptyClusterIsSeededWithTheFarthestVector() {
    Vectors vectors = new Vectors(1, new float[] {0, 2, 10, 30});
    Neighbours nearest = new Neighbours(1, new int[] {0, 0, 0, 2}, new float[] {1, 4, 81, 9});
    Means means = Means.of(vectors, nearest, 4);
    assertThat(means.centres().values()).containsExactly(4, 10, 30, 30);
    assertThat(means.seededAgain()).isTrue();
    Neighbours settled = new Neighbours(1, new int[] {0, 0, 0, 0}, new float[4]);
    assertThat(Means.of(vectors, settled, 2).seededAgain()).isFalse();
  }

  @Test
  void seedsLieFarApart() {
    int[] labels = new int[500];
    Vectors vectors = blobs(10, 500, 8, labels);
    Vectors centres = new PlusPlusSeeding(vectors, 10).centres(new Seed(3).generator());
    long blobsHit =
        IntStream.range(0, 10)
            .map(
                centre -> {
                  int row = 0;
                  while (centres.squaredDistance(centre, vectors, row) > 0) {
                    row++;
                  }
                  return labels[row];
                })
            .distinct()
            .count();
    assertThat(blobsHit).isEqualTo(10);
  }

  @Test
  void refusesWhatCannotBeDivided() {
    assertThatThrownBy(() -> new KMeans(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot make 0 clusters by 1 runs of k-means");
    assertThatThrownBy(() -> new KMeans(3, 1).cluster(new Vectors(1, new float[2]), new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot make 3 clusters of 2 vectors");
  }

  private static double inertia(Vectors vectors, Clustering clustering, int clusters) {
    int dim = vectors.dim();
    double[][] sums = new double[clusters][dim];
    int[] counts = new int[clusters];
    for (int row = 0; row < vectors.count(); row++) {
      int cluster = clustering.assignments()[row];
      counts[cluster]++;
      for (int i = 0; i < dim; i++) {
        sums[cluster][i] += vectors.values()[row * dim + i];
      }
    }
    double inertia = 0;
    for (int row = 0; row < vectors.count(); row++) {
      int cluster = clustering.assignments()[row];
      for (int i = 0; i < dim; i++) {
        double d = vectors.values()[row * dim + i] - sums[cluster][i] / counts[cluster];
        inertia += d * d;
      }
    }
    return inertia;
  }

  private static Vectors blobs(int blobs, int count, int dim, int[] labels) {
    SplittableRandom random = new Seed(blobs).generator();
    double[] centres = random.doubles((long) blobs * dim, -20, 20).toArray();
    float[] values = new float[count * dim];
    for (int row = 0; row < count; row++) {
      labels[row] = row % blobs;
      for (int i = 0; i < dim; i++) {
        values[row * dim + i] =
            (float) (centres[labels[row] * dim + i] + random.nextDouble() - 0.5);
      }
    }
    return new Vectors(dim, values);
  }
}
