/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import java.io.Serializable;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/**
 * Sums of the vectors of each cluster over a part of the vectors. Parts add up with {@link #plus}
 * to the same bits in any order and grouping, because each number is rounded once, to a step that
 * all parts share, and summed as an integer. Immutable; 8 x (dim + 2) bytes a cluster.
 *
 * @param dim floats of a vector
 * @param scale steps in 1
 * @param counts vectors of each cluster
 * @param sums clusters x dim, row-major, in steps
 * @param inertia sum of the squared distances of each cluster's vectors to its centre, in steps
 */
public record ClusterSums(int dim, double scale, long[] counts, long[] sums, long[] inertia)
    implements Serializable {

  /** Bits of a sum that are used: the sign and one more are left. */
  private static final int BITS = 62;

  /**
   * Returns the scale for some vectors.
   *
   * @param count how many vectors there are in all
   * @param largest magnitude of their numbers; a distance may be 4 x dim x its square
   */
  public static double scale(int count, int dim, double largest) {
    double most = Math.max(largest, 4 * dim * largest * largest) * Math.max(1, count);
    return most == 0 ? 1 : Math.scalb(1.0, BITS - 1 - Math.getExponent(most) - 1);
  }

  /**
   * Sums some vectors.
   *
   * @param nearest the cluster of each vector, and its squared distance from the centre
   * @param clusters how many there are
   * @param scale of all parts
   */
  public static ClusterSums of(Vectors vectors, Neighbours nearest, int clusters, double scale) {
    int dim = vectors.dim();
    long[] counts = new long[clusters];
    long[] sums = new long[Math.multiplyExact(clusters, dim)];
    long[] inertia = new long[clusters];
    for (int row = 0; row < vectors.count(); row++) {
      int cluster = nearest.indices()[row];
      counts[cluster]++;
      inertia[cluster] += Math.round(nearest.squaredDistances()[row] * scale);
      for (int i = 0; i < dim; i++) {
        sums[cluster * dim + i] += Math.round(vectors.values()[row * dim + i] * scale);
      }
    }
    return new ClusterSums(dim, scale, counts, sums, inertia);
  }

  /** Returns the sums over both parts. */
  public ClusterSums plus(ClusterSums other) {
    return new ClusterSums(
        dim,
        scale,
        added(counts, other.counts),
        added(sums, other.sums),
        added(inertia, other.inertia));
  }

  private static long[] added(long[] ours, long[] theirs) {
    long[] sum = new long[ours.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.addExact(ours[i], theirs[i]);
    }
    return sum;
  }

  /** Returns the inertia of all clusters. */
  public double totalInertia() {
    double total = 0;
    for (long own : inertia) {
      total += own / scale;
    }
    return total;
  }

  /** Returns the mean of each cluster; an empty one keeps its centre. */
  public Vectors centres(Vectors before) {
    float[] centres = before.values().clone();
    for (int cluster = 0; cluster < counts.length; cluster++) {
      for (int i = cluster * dim; counts[cluster] > 0 && i < (cluster + 1) * dim; i++) {
        centres[i] = (float) (sums[i] / scale / counts[cluster]);
      }
    }
    return new Vectors(dim, centres);
  }
}
