/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

/**
 * A distance between two embeddings, from inner products alone. All distances agree: smaller is
 * nearer, and 0 is the least, the distance of an embedding to itself. Losses and miners rely on
 * that and never ask which distance it is.
 *
 * <p>A difference of products that rounding alone can cause counts as 0: if the squared distance
 * (or the cosine distance) is under {@value #ROUNDING}, relative to the squared lengths, the
 * distance is exactly 0 and so is its gradient. This also defines a gradient for |x - y| at x = y,
 * where none exists.
 */
public enum Distance {
  /** |x - y|<sup>2</sup>, from 0 up; at most 4 for vectors of length 1. */
  SQUARED_EUCLIDEAN {
    @Override
    public boolean translationInvariant() {
      return true;
    }

    @Override
    public double between(Gram gram, int i, int j) {
      double lengths = gram.product(i, i) + gram.product(j, j);
      double squared = lengths - 2 * gram.product(i, j);
      return squared > ROUNDING * lengths ? squared : 0;
    }

    @Override
    public void addSlope(Gram gram, int i, int j, double slope, double[] s) {
      if (between(gram, i, j) > 0) {
        addDifference(gram.size(), i, j, slope, s);
      }
    }
  },

  /** |x - y|, from 0 up; at most 2 for vectors of length 1. */
  EUCLIDEAN {
    @Override
    public boolean translationInvariant() {
      return true;
    }

    @Override
    public double between(Gram gram, int i, int j) {
      return Math.sqrt(SQUARED_EUCLIDEAN.between(gram, i, j));
    }

    @Override
    public void addSlope(Gram gram, int i, int j, double slope, double[] s) {
      double distance = between(gram, i, j);
      if (distance > 0) {
        addDifference(gram.size(), i, j, slope / (2 * distance), s);
      }
    }
  },

  /**
   * 1 - cos(x, y), from 0 (same direction) through 1 (orthogonal) to 2 (opposite). A vector shorter
   * than 1e-12 has no direction: it counts as orthogonal to every other, with zero gradient.
   */
  COSINE {
    @Override
    public boolean translationInvariant() {
      return false;
    }

    @Override
    public double between(Gram gram, int i, int j) {
      if (i == j) {
        return 0;
      }
      double lengths = lengths(gram, i, j);
      if (lengths == 0) {
        return 1;
      }
      double distance = 1 - gram.product(i, j) / lengths;
      return distance > ROUNDING ? Math.min(distance, 2) : 0;
    }

    @Override
    public void addSlope(Gram gram, int i, int j, double slope, double[] s) {
      double lengths = lengths(gram, i, j);
      if (lengths == 0 || between(gram, i, j) == 0) {
        return;
      }
      double half = slope * gram.product(i, j) / (2 * lengths);
      int size = gram.size();
      s[i * size + j] -= slope / lengths;
      s[i * size + i] += half / gram.product(i, i);
      s[j * size + j] += half / gram.product(j, j);
    }
  };

  /** Relative to squared lengths: about 450 roundings of a double. An inner product has fewer. */
  static final double ROUNDING = 1e-13;

  private static final double SHORTEST_SQUARED = 1e-24;

  /**
   * Returns whether moving all embeddings by one vector changes nothing. If so, take the products
   * of embeddings centred on the batch's mean, which spares |x|<sup>2</sup> + |y|<sup>2</sup> - 2xy
   * its cancellation.
   */
  public abstract boolean translationInvariant();

  /** Returns the distance of two embeddings: finite, 0 or more, smaller is nearer. */
  public abstract double between(Gram gram, int i, int j);

  /**
   * Adds one distance's contribution to S = dL/dG: slope times dd/dG.
   *
   * @param slope dL/dd for d = between(i, j)
   * @param s B x B row-major, changed in place
   */
  public abstract void addSlope(Gram gram, int i, int j, double slope, double[] s);

  private static void addDifference(int size, int i, int j, double slope, double[] s) {
    s[i * size + i] += slope;
    s[j * size + j] += slope;
    s[i * size + j] -= 2 * slope;
  }

  /** Returns |x| |y|, or 0 if one of them has no direction. */
  private static double lengths(Gram gram, int i, int j) {
    double first = gram.product(i, i);
    double second = gram.product(j, j);
    if (first < SHORTEST_SQUARED || second < SHORTEST_SQUARED) {
      return 0;
    }
    return Math.sqrt(first) * Math.sqrt(second);
  }
}
