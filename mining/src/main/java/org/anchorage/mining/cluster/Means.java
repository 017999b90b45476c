/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/**
 * The centres of the next iteration: means, and vectors for empty clusters.
 *
 * @param centres clusters x dim
 * @param seededAgain whether an empty cluster was seeded again
 */
record Means(Vectors centres, boolean seededAgain) {

  /** Returns the mean of each cluster; {@code nearest} holds the cluster of each vector. */
  static Means of(Vectors vectors, Neighbours nearest, int clusters) {
    int dim = vectors.dim();
    float[] values = vectors.values();
    double[] sums = new double[clusters * dim];
    int[] counts = new int[clusters];
    for (int row = 0; row < vectors.count(); row++) {
      int cluster = nearest.indices()[row];
      counts[cluster]++;
      for (int i = 0; i < dim; i++) {
        sums[cluster * dim + i] += values[row * dim + i];
      }
    }
    int[] farthest = farthest(nearest, counts);
    float[] centres = new float[sums.length];
    int used = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (counts[cluster] == 0) {
        int row = used < farthest.length ? farthest[used++] : 0;
        System.arraycopy(values, row * dim, centres, cluster * dim, dim);
      } else {
        for (int i = cluster * dim; i < (cluster + 1) * dim; i++) {
          centres[i] = (float) (sums[i] / counts[cluster]);
        }
      }
    }
    return new Means(new Vectors(dim, centres), used > 0);
  }

  /** Returns a row for each empty cluster, farthest first; fewer if too few lie off centre. */
  private static int[] farthest(Neighbours nearest, int[] counts) {
    long empty = IntStream.of(counts).filter(count -> count == 0).count();
    if (empty == 0) {
      return new int[0];
    }
    float[] distances = nearest.squaredDistances();
    return IntStream.range(0, distances.length)
        .filter(row -> distances[row] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> -distances[row]))
        .limit(empty)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
