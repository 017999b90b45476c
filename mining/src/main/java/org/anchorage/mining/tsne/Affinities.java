/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tsne;

import org.anchorage.core.vectors.Neighbours;

/**
 * How near each point is to its nearest neighbours, as t-SNE sees it: p(j|i) of van der Maaten and
 * Hinton (2008), equation 1. Each point has a Gaussian of its own width. The width is chosen so
 * that two to the power of the entropy of p(.|i), the <em>perplexity</em>, is the same for all
 * points. Points beyond the neighbours count as 0, as in van der Maaten (2014).
 *
 * <p>The same neighbours give the same bits on every machine.
 *
 * @param k neighbours of a point
 * @param neighbours points x k, row-major: index of each neighbour
 * @param weights points x k, row-major: p(j|i), each row sums to 1
 */
record Affinities(int k, int[] neighbours, double[] weights) {

  /**
   * A Gaussian of the named perplexity gives almost nothing to points beyond three times as many.
   */
  static final int NEIGHBOURS_A_PERPLEXITY = 3;

  private static final int TRIES = 60;
  private static final double TOLERANCE = 1e-6;

  /**
   * Computes the affinities.
   *
   * @param near the nearest neighbours of each point, without itself
   * @param perplexity about how many neighbours count; at least 1. A third of the neighbours, if
   *     that is less
   * @throws IllegalArgumentException if a point has fewer neighbours than k, or the perplexity is
   *     below 1
   */
  static Affinities of(Neighbours near, double perplexity) {
    if (!(perplexity >= 1)) {
      throw new IllegalArgumentException(
          "A perplexity of " + perplexity + " is no number of neighbours; pass at least 1");
    }
    int k = near.k();
    double reached = Math.max(1, Math.min(perplexity, (double) k / NEIGHBOURS_A_PERPLEXITY));
    double[] weights = new double[near.indices().length];
    for (int i = 0; i < near.queries(); i++) {
      for (int at = i * k; at < (i + 1) * k; at++) {
        if (near.indices()[at] < 0) {
          throw new IllegalArgumentException(
              "Point " + i + " has fewer than " + k + " neighbours; ask for less than all points");
        }
      }
      row(near.squaredDistances(), i * k, k, StrictMath.log(reached), weights);
    }
    return new Affinities(k, near.indices(), weights);
  }

  /** Returns how many points there are. */
  int points() {
    return neighbours.length / k;
  }

  /** Finds the precision that gives an entropy, in nats, by halving. */
  private static void row(float[] squared, int from, int k, double entropy, double[] weights) {
    double least = 0;
    double most = Double.POSITIVE_INFINITY;
    double precision = 1;
    for (int i = 0; i < TRIES; i++) {
      double excess = fill(squared, from, k, precision, weights) - entropy;
      if (Math.abs(excess) < TOLERANCE) {
        return;
      }
      if (excess > 0) {
        least = precision;
        precision = most == Double.POSITIVE_INFINITY ? 2 * precision : (precision + most) / 2;
      } else {
        most = precision;
        precision = (precision + least) / 2;
      }
    }
  }

  /** Writes a row of weights, and returns its entropy in nats. */
  private static double fill(float[] squared, int from, int k, double precision, double[] weights) {
    double sum = 0;
    double weighted = 0;
    for (int at = from; at < from + k; at++) {
      // Measured from the nearest: the weights are the same, and none of them all vanish.
      double beyond = (double) squared[at] - squared[from];
      weights[at] = StrictMath.exp(-precision * beyond);
      sum += weights[at];
      weighted += beyond * weights[at];
    }
    for (int at = from; at < from + k; at++) {
      weights[at] /= sum;
    }
    return StrictMath.log(sum) + precision * weighted / sum;
  }
}
