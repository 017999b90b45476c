/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;

/**
 * Two losses of one batch together: the first plus a weight times the second, as N-pairs and
 * angular loss are (<a href="https://arxiv.org/abs/1708.01682">Wang et al. 2017</a>; weight =
 * &lambda;). Counts the terms of both.
 *
 * @param first loss
 * @param second loss, of embeddings measured from the same origin
 * @param weight of the second, over 0
 */
record JointLoss(RankingLoss first, RankingLoss second, double weight) implements RankingLoss {

  /**
   * Joins two losses.
   *
   * @throws IllegalArgumentException if the origins differ, or a loss learns anything of its own
   */
  JointLoss {
    if (first.origin() != second.origin()) {
      throw new IllegalArgumentException(
          first + " and " + second + " measure from different origins; join losses that agree");
    }
    if (learns(first) || learns(second)) {
      throw new IllegalArgumentException(
          "One of "
              + first
              + " and "
              + second
              + " learns rows or numbers of its own; join losses that do not");
    }
  }

  private static boolean learns(RankingLoss loss) {
    return loss.learnt().rows() > 0 || loss.learnt().numbers().length > 0;
  }

  @Override
  public Origin origin() {
    return first.origin();
  }

  @Override
  public LossResult evaluate(LossInput input) {
    LossResult one = first.evaluate(input);
    LossResult two = second.evaluate(input);
    double[] s = new double[one.slope().length];
    Arrays.setAll(s, at -> one.slope()[at] + weight * two.slope()[at]);
    return new LossResult(
        one.value() + weight * two.value(),
        s,
        one.tuples() + two.tuples(),
        one.active() + two.active());
  }
}
