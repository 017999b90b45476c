/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * The result of a ranking loss on a batch.
 *
 * <p>The slope may lie in the {@linkplain org.anchorage.core.gram.BatchScratch scratch} of the
 * batch's Gram matrix: the next step overwrites it. A caller that keeps the slope must copy it.
 *
 * @param value L
 * @param slope S = dL/dG, N x N row-major for a Gram matrix of N rows; need not be symmetric
 * @param numberSlopes dL/dnumber of each number that the loss learns
 * @param tuples pairs, triplets or terms that took part
 * @param active tuples with a value over zero
 */
public record LossResult(
    double value, double[] slope, double[] numberSlopes, long tuples, long active) {

  /** A result of a loss that learns no numbers. */
  public LossResult(double value, double[] slope, long tuples, long active) {
    this(value, slope, new double[0], tuples, active);
  }
}
