/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

/**
 * All distances within a batch, computed once. Miners read them and losses differentiate them.
 * Symmetric, with a zero diagonal. Takes 8 B<sup>2</sup> bytes of the batch's scratch.
 *
 * <p>Not thread-safe.
 */
public final class Distances {

  private final Distance distance;
  private final Gram gram;
  private final double[] values;

  /** Computes the distances of a batch. */
  public Distances(Distance distance, Gram gram) {
    int size = gram.size();
    this.distance = distance;
    this.gram = gram;
    this.values = gram.takeZeros();
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double value = distance.between(gram, i, j);
        values[i * size + j] = value;
        values[j * size + i] = value;
      }
    }
  }

  /** Returns the kind of distance. */
  public Distance distance() {
    return distance;
  }

  /** Returns B, the number of embeddings. */
  public int size() {
    return gram.size();
  }

  /** Returns the distance of two embeddings: finite, 0 or more, smaller is nearer. */
  public double between(int i, int j) {
    return values[i * gram.size() + j];
  }

  /**
   * Adds one distance's contribution to S = dL/dG: slope times dd/dG.
   *
   * @param slope dL/dd for d = between(i, j)
   * @param s B x B row-major, changed in place
   */
  public void addSlope(int i, int j, double slope, double[] s) {
    distance.addSlope(gram, i, j, slope, s);
  }

  /**
   * Returns S = dL/dG from the slopes of all distances, in the batch's scratch.
   *
   * @param slopes dL/dd(i, j) at i * size + j; need not be symmetric
   */
  public double[] gramSlope(double[] slopes) {
    int size = gram.size();
    double[] s = gram.takeZeros();
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double slope = slopes[i * size + j] + slopes[j * size + i];
        if (slope != 0) {
          distance.addSlope(gram, i, j, slope, s);
        }
      }
    }
    return s;
  }

  /**
   * Refuses labels unless there is one for each embedding.
   *
   * @throws IllegalArgumentException if there are not B
   */
  public void check(Rows rows) {
    gram.check(rows);
  }
}
