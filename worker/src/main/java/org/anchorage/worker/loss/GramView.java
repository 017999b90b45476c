/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Gram;

/**
 * The part of a Gram matrix that one of several losses sees: the first rows, common to all, and a
 * run of its own rows somewhere behind them. Immutable.
 */
final class GramView {

  private final Gram whole;
  private final int common;
  private final int first;
  private final int size;

  /**
   * Describes a view.
   *
   * @param common rows at the beginning that all see
   * @param first of the rows of its own, at least {@code common}
   * @param own number of rows of its own
   */
  GramView(Gram whole, int common, int first, int own) {
    this.whole = whole;
    this.common = common;
    this.first = first;
    this.size = common + own;
  }

  /** Returns the matrix of the rows in view; the whole matrix if these are all. */
  Gram gram() {
    if (size == whole.size()) {
      return whole;
    }
    double[] products = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        products[i * size + j] = whole.product(row(i), row(j));
      }
    }
    return new Gram(size, products);
  }

  /** Adds weight times the slope of the rows in view to the slope of the whole matrix. */
  void addSlope(double[] slope, double weight, double[] ofWhole) {
    for (int i = 0; i < size; i++) {
      int to = row(i) * whole.size();
      for (int j = 0; j < size; j++) {
        ofWhole[to + row(j)] += weight * slope[i * size + j];
      }
    }
  }

  private int row(int seen) {
    return seen < common ? seen : first + seen - common;
  }
}
