/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Similarities;

/**
 * The quantity that a loss reads between two rows: their product, their cosine, a projection or a
 * distance. Turns the loss's slopes by it into slopes by the Gram matrix. A vector shorter than
 * 1e-12 has no direction: its cosines and its projections on others are 0, with zero gradient.
 *
 * <p>Not thread-safe.
 */
sealed interface Measure {

  /** Returns the quantity between two rows. */
  double between(int i, int j);

  /**
   * Returns S = dL/dG.
   *
   * @param slopes dL/dbetween(i, j) at i * size + j; need not be symmetric; this array itself may
   *     be returned
   */
  double[] gramSlope(double[] slopes);

  /** Returns xy. */
  static Measure products(Gram gram) {
    return new Product(gram);
  }

  /** Returns xy / (|x| |y|). */
  static Measure cosines(Gram gram) {
    return new Cosine(new Similarities(gram));
  }

  /** Returns xy / |x|: how far the second row reaches in the direction of the first. */
  static Measure projections(Gram gram) {
    return new Projection(gram, new Similarities(gram));
  }

  /** Returns distances. */
  static Measure distances(Distance distance, Gram gram) {
    return new Between(new Distances(distance, gram));
  }

  /** Products of rows as they are. */
  record Product(Gram gram) implements Measure {

    @Override
    public double between(int i, int j) {
      return gram.product(i, j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      return slopes;
    }
  }

  /** Products of directions. */
  record Cosine(Similarities similarities) implements Measure {

    @Override
    public double between(int i, int j) {
      return similarities.between(i, j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      return similarities.gramSlope(slopes);
    }
  }

  /** Products of one row's direction with the other row: cos(x, y) |y|. */
  record Projection(Gram gram, Similarities similarities) implements Measure {

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

  /** Distances of two rows. */
  record Between(Distances distances) implements Measure {

    @Override
    public double between(int i, int j) {
      return distances.between(i, j);
    }

    @Override
    public double[] gramSlope(double[] slopes) {
      return distances.gramSlope(slopes);
    }
  }
}
