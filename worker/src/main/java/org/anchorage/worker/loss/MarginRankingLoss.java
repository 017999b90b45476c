/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * Margin ranking loss of any scores: the mean of [-t (x1 - x2) + margin]<sub>+</sub>, where t says
 * whether x1 should be the larger (PyTorch's {@code MarginRankingLoss}, t = y). Of distances x1 =
 * d(a,n), x2 = d(a,p) and t = 1 it is {@link TripletLoss} with a hinge.
 *
 * <p>A term exactly at zero has zero slope. Without scores the value is 0. Immutable and
 * thread-safe.
 *
 * @param margin in units of the scores; default 0
 */
public record MarginRankingLoss(double margin) {

  /**
   * The result of the loss on scores.
   *
   * @param value L
   * @param firstSlope dL/dx1, one per pair of scores
   * @param secondSlope dL/dx2, one per pair of scores
   */
  public record Result(double value, double[] firstSlope, double[] secondSlope) {}

  /**
   * Evaluates the loss and its slopes.
   *
   * @param first x1
   * @param second x2, of the same length
   * @param target t, of the same length: 1 where x1 should be the larger, -1 where x2 should
   * @throws IllegalArgumentException if the lengths differ, or a target is neither 1 nor -1
   */
  public Result evaluate(double[] first, double[] second, int[] target) {
    int count = first.length;
    if (second.length != count || target.length != count) {
      throw new IllegalArgumentException(
          count
              + " and "
              + second.length
              + " scores with "
              + target.length
              + " targets are not pairs; pass the same number of each");
    }
    double[] firstSlope = new double[count];
    double[] secondSlope = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      if (Math.abs(target[i]) != 1) {
        throw new IllegalArgumentException(
            "Target "
                + i
                + " is "
                + target[i]
                + "; use 1 where the first score should be the larger, -1 where the second should");
      }
      double term = -target[i] * (first[i] - second[i]) + margin;
      if (term > 0) {
        sum += term;
        firstSlope[i] = -target[i] / (double) count;
        secondSlope[i] = target[i] / (double) count;
      }
    }
    return new Result(count == 0 ? 0 : sum / count, firstSlope, secondSlope);
  }
}
