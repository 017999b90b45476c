/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Rows;

/**
 * Generalised lifted structure loss (<a href="https://arxiv.org/abs/1703.07737">Hermans et al.
 * 2017</a>; margin = m, their positive margin is 0): the mean over the anchors a of
 *
 * <p>max(0, log(sum over positives p of exp(ap - positive margin)) + log(sum over negatives n of
 * exp(margin - an)))
 *
 * <p>with Euclidean distances ap, an. A logarithm of an empty sum counts as 0, as in
 * pytorch-metric-learning: without negatives, positives contract; without positives, negatives
 * part. Rows that coincide have no slope between them.
 *
 * @param margin that negatives should keep, in units of the distance
 * @param positiveMargin that positives may keep
 */
public record LiftedAnchorLoss(double margin, double positiveMargin) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.BATCH_MEAN;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    Measure distances = Measure.distances(Distance.EUCLIDEAN, input.gram());
    Tally tally = new Tally(input, distances);
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons others = Comparisons.of(a, rows);
      LogSum positives = new LogSum();
      for (int p : others.positives()) {
        positives.add(distances.between(a, p) - positiveMargin);
      }
      LogSum negatives = new LogSum();
      for (int n : others.negatives()) {
        negatives.add(margin - distances.between(a, n));
      }
      double value = Math.max(0, orZero(positives) + orZero(negatives));
      tally.count(value);
      if (value > 0) {
        for (int p : others.positives()) {
          tally.slope(a, p, positives.share(distances.between(a, p) - positiveMargin));
        }
        for (int n : others.negatives()) {
          tally.slope(a, n, -negatives.share(margin - distances.between(a, n)));
        }
      }
    }
    return tally.mean();
  }

  private static double orZero(LogSum sum) {
    return sum.isEmpty() ? 0 : sum.value();
  }
}
