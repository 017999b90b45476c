/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.gram.Rows;

/**
 * Angular loss of a whole batch: the mean over positive pairs (anchor, positive) of the {@linkplain
 * AngularBound smooth bound}, all rows of other classes being negatives (<a
 * href="https://arxiv.org/abs/1708.01682">Wang et al. 2017</a>; alpha = &alpha;). With all ordered
 * pairs, and negatives that keep their lengths, it is what pytorch-metric-learning computes.
 *
 * <p>For an anchor with p positives and n negatives it takes p n steps, or n with one positive. A
 * pair without negatives has value 0, and so has a batch without positive pairs.
 *
 * @param alpha upper bound of the angle at a negative, in degrees, between 0 and 90
 * @param normalise which rows are divided by their lengths
 * @param positives which positive pairs count
 */
public record AngularBatchLoss(double alpha, Normalise normalise, Positives positives)
    implements RankingLoss {

  /** Which positive pairs count. */
  public enum Positives {
    /** Every anchor with every other row of its class. */
    ALL,
    /** Every anchor with the first other row of its class: images come in random order. */
    FIRST
  }

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    AngularBound bound = new AngularBound(alpha, normalise, input);
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons all = Comparisons.of(a, rows);
      Comparisons others = positives == Positives.ALL ? all : all.withFirstPositive();
      for (int p : others.positives()) {
        bound.count(a, p, others.negatives());
      }
    }
    return bound.mean();
  }
}
