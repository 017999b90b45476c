/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Similarities;

/**
 * Products of two rows as they are, of their directions, or of one row with the other's direction;
 * and how a loss's slopes by them become slopes by the Gram matrix. A vector shorter than 1e-12 has
 * no direction: wherever one is asked for, its products are 0, with zero gradient.
 */
sealed interface Products {

  /** Returns the product of two rows. */
  double between(int i, int j);

  /**
   * Returns S = dL/dG.
   *
   * @param slopes dL/dproduct(i, j) at i * size + j; need not be symmetric; may be what is returned
   */
  double[] gramSlope(double[] slopes);

  /** Returns products of the rows, or of their directions. */
  static Products of(Gram gram, boolean directions) {
    return directions ? new Cosines(new Similarities(gram)) : new Plain(gram);
  }

  /** xy. */
  record Plain(Gram gram) implements Products {

    @Override
    public double between(int i, int j) {
      return gram.product(i, j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      return slopes;
    }
  }

  /** xy / (|x| |y|). */
  record Cosines(Similarities similarities) implements Products {

    @Override
    public double between(int i, int j) {
      return similarities.between(i, j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      return similarities.gramSlope(slopes);
    }
  }

  /** xy / |x| = cos(x, y) |y|: how far the second row reaches in the direction of the first. */
  record Projections(Gram gram, Similarities similarities) implements Products {

    @Override
    public double between(int i, int j) {
      return similarities.between(i, j) * length(j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      int size = gram.size();
      double[] toCosine = new double[slopes.length];
      double[] toLength = new double[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          toCosine[i * size + j] = slopes[i * size + j] * length(j);
          toLength[j] += slopes[i * size + j] * similarities.between(i, j);
        }
      }
      double[] s = similarities.gramSlope(toCosine);
      for (int j = 0; j < size; j++) {
        // d|y| / d(yy) = 1 / (2|y|)
        s[j * size + j] += toLength[j] == 0 ? 0 : toLength[j] / (2 * length(j));
      }
      return s;
    }

    private double length(int i) {
      return Math.sqrt(gram.product(i, i));
    }
  }
}
