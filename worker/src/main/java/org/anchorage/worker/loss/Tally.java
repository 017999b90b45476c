/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.function.UnaryOperator;
import org.anchorage.core.gram.Gram;

/**
 * Adds up the terms of a batch: their values, their number, and their slopes by the quantity that a
 * {@link Measure} reads between two rows. Not thread-safe.
 */
final class Tally {

  private static final Penalty SOFT = new Penalty.Soft();

  private final Measure measure;
  private final int size;
  private final double[] slopes;
  private double sum;
  private long terms;
  private long active;

  /**
   * Begins without terms.
   *
   * @param measure the quantity between two rows
   * @throws IllegalArgumentException if the numbers of labels and embeddings differ
   */
  Tally(LossInput input, Measure measure) {
    Gram gram = input.gram();
    gram.check(input.rows());
    this.measure = measure;
    this.size = gram.size();
    this.slopes = gram.takeZeros();
  }

  /** Counts a term of this value. */
  void count(double value) {
    sum += value;
    terms++;
    active += value > 0 ? 1 : 0;
  }

  /** Counts a term log(1 + exp(x)) and returns its derivative by x. */
  double countSoft(double x) {
    count(SOFT.value(x));
    return SOFT.slope(x);
  }

  /** Adds to the slope of the terms' sum by the quantity between two rows. */
  void slope(int i, int j, double slope) {
    slopes[i * size + j] += slope;
  }

  /** Returns the mean over all terms; 0 without terms. */
  LossResult mean() {
    return result(terms, measure::gramSlope);
  }

  /**
   * Returns the mean over all terms for a loss with slopes by several measures; 0 without terms.
   *
   * @param toGram from slopes by the quantity between rows to S = dL/dG; linear
   */
  LossResult mean(UnaryOperator<double[]> toGram) {
    return result(terms, toGram);
  }

  /** Returns the mean over the terms with a value over zero; 0 without such terms. */
  LossResult meanOfActive() {
    return result(active, measure::gramSlope);
  }

  private LossResult result(long divisor, UnaryOperator<double[]> toGram) {
    double weight = divisor == 0 ? 0 : 1.0 / divisor;
    double[] s = toGram.apply(slopes);
    for (int at = 0; at < s.length; at++) {
      s[at] *= weight;
    }
    return new LossResult(weight * sum, s, terms, active);
  }
}
