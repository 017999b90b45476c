/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

/**
 * All cosines between the rows of a Gram matrix, computed once: cos(x, y) = xy / (|x| |y|). A
 * vector shorter than 1e-12 has no direction: its cosine with every other is 0, with zero gradient.
 * Takes 8 N<sup>2</sup> bytes beside the Gram matrix.
 *
 * <p>Thread-safe as long as nobody changes the products.
 */
public final class Similarities {

  private final Gram gram;
  private final int size;
  private final double[] values;
  private final double[] inverse;

  /** Computes the cosines. */
  public Similarities(Gram gram) {
    this.gram = gram;
    size = gram.size();
    values = gram.takeZeros();
    inverse = gram.inverseLengths();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = gram.product(i, j) * inverse[i] * inverse[j];
        values[i * size + j] = value;
        values[j * size + i] = value;
      }
    }
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the cosine of two rows. */
  public double between(int i, int j) {
    return values[i * size + j];
  }

  /**
   * Returns S = dL/dG from the slopes of all cosines, in the batch's scratch.
   *
   * @param slopes dL/dcos(i, j) at i * size + j; need not be symmetric
   */
  public double[] gramSlope(double[] slopes) {
    double[] s = gram.takeZeros();
    for (int i = 0; i < size; i++) {
      double own = 0;
      for (int j = 0; j < size; j++) {
        // A direction does not change with its own length: cos(i, i) has no slope.
        if (i != j) {
          s[i * size + j] = slopes[i * size + j] * inverse[i] * inverse[j];
          own += (slopes[i * size + j] + slopes[j * size + i]) * values[i * size + j];
        }
      }
      s[i * size + i] = -own / 2 * inverse[i] * inverse[i];
    }
    return s;
  }
}
