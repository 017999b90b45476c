/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tsne;

import java.util.Arrays;

/**
 * The gradient of t-SNE's cost, the divergence of the points' affinities in the plane from those of
 * the vectors: equation 5 of van der Maaten and Hinton (2008). Every pair of points repels, exactly
 * and not by a tree: up to some thousand points this is the faster way, because the loop becomes
 * vector instructions.
 *
 * <p>Single precision. Sums have a fixed order, so equal points give equal bits. Not thread-safe.
 */
final class Forces {

  /** Points whose sums stay in the processor's nearest cache. */
  private static final int BLOCK = 512;

  private final Affinities affinities;
  private final float[] sums;
  private final float[] repelX;
  private final float[] repelY;

  Forces(Affinities affinities) {
    this.affinities = affinities;
    int points = affinities.points();
    this.sums = new float[points];
    this.repelX = new float[points];
    this.repelY = new float[points];
  }

  /**
   * Writes the gradient.
   *
   * @param x place of each point
   * @param y place of each point
   * @param exaggeration what attraction is multiplied by
   * @param gradientX receives the gradient
   * @param gradientY receives the gradient
   */
  void gradient(float[] x, float[] y, double exaggeration, double[] gradientX, double[] gradientY) {
    repel(x, y);
    double total = -x.length; // without each point's affinity to itself, which is 1
    for (float sum : sums) {
      total += sum;
    }
    for (int i = 0; i < x.length; i++) {
      gradientX[i] = -4 * repelX[i] / total;
      gradientY[i] = -4 * repelY[i] / total;
    }
    attract(x, y, 4 * exaggeration / (2.0 * x.length), gradientX, gradientY);
  }

  private void repel(float[] x, float[] y) {
    Arrays.fill(sums, 0);
    Arrays.fill(repelX, 0);
    Arrays.fill(repelY, 0);
    for (int from = 0; from < x.length; from += BLOCK) {
      int to = Math.min(x.length, from + BLOCK);
      for (int j = 0; j < x.length; j++) {
        from(x[j], y[j], x, y, from, to);
      }
    }
  }

  /** Adds what one point does to some. The sums are side by side, so that they need not wait. */
  private void from(float atX, float atY, float[] x, float[] y, int from, int to) {
    float[] near = sums;
    float[] pushX = repelX;
    float[] pushY = repelY;
    for (int i = from; i < to; i++) {
      float dx = x[i] - atX;
      float dy = y[i] - atY;
      float q = 1 / (1 + dx * dx + dy * dy);
      float squared = q * q;
      near[i] += q;
      pushX[i] += squared * dx;
      pushY[i] += squared * dy;
    }
  }

  /** p(ij) is the mean of p(i|j) and p(j|i), so each neighbour pulls both ends by half. */
  private void attract(float[] x, float[] y, double scale, double[] intoX, double[] intoY) {
    int[] neighbours = affinities.neighbours();
    double[] weights = affinities.weights();
    int k = affinities.k();
    for (int i = 0; i < x.length; i++) {
      for (int at = i * k; at < (i + 1) * k; at++) {
        int j = neighbours[at];
        double dx = (double) x[i] - x[j];
        double dy = (double) y[i] - y[j];
        double pull = scale * weights[at] / (1 + dx * dx + dy * dy);
        intoX[i] += pull * dx;
        intoY[i] += pull * dy;
        intoX[j] -= pull * dx;
        intoY[j] -= pull * dy;
      }
    }
  }
}
