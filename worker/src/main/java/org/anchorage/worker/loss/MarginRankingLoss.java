/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * Margin ranking loss of scores, whatever they are of: the mean of [-t (x1 - x2) +
 * margin]<sub>+</sub>, where t says whether x1 shall be the larger (PyTorch's {@code
 * MarginRankingLoss}, t = y). Of distances x1 = d(a,n), x2 = d(a,p) and t = 1 it is {@link
 * TripletLoss} with a hinge.
 *
 * <p>A term exactly at zero has zero slope; no scores have value 0. Immutable and thread-safe.
 *
 * @param margin in units of the scores; default 0
 */
public record MarginRankingLoss(double margin) {

  /**
   * What the loss says of scores.
   *
   * @param value L
   * @param firstSlope dL/dx1, one a pair of scores
   * @param secondSlope dL/dx2, one a pair of scores
   */
  public record Result(double value, double[] firstSlope, double[] secondSlope) {}

  /**
   * Evaluates the loss and its slopes.
   *
   * @param first x1
   * @param second x2, as many
   * @param target t, as many: 1 where x1 shall be the larger, -1 where x2 shall
   * @throws IllegalArgumentException if they are not as many, or a target is neither
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
              + " targets are not pairs; pass as many of each");
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
                + "; use 1 where the first score shall be the larger, -1 where the second shall");
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
