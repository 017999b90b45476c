/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.gram.Gram;

/**
 * Angular loss of pairs: seen from an anchor and its positive, the positives of the pairs of other
 * classes should appear under a small angle (<a href="https://arxiv.org/abs/1708.01682">Wang et al.
 * 2017</a>; alpha = &alpha;, anchor = x<sub>a</sub>, positive = x<sub>p</sub>). It is the mean over
 * the pairs of the {@linkplain AngularBound smooth bound}, plus l2/4 times (mean
 * |anchor|<sup>2</sup> + mean |positive|<sup>2</sup>).
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i. Pairs of one class are not each
 * other's negatives. The paper's bound drops terms that are constant for rows of length 1: without
 * normalising, the loss rewards length. A pair without negatives has value 0, and so has an empty
 * batch.
 *
 * @param alpha upper bound of the angle at a negative, in degrees, between 0 and 90
 * @param normalise which rows are divided by their lengths
 * @param l2 weight of the squared lengths, zero or more
 */
public record AngularMcLoss(double alpha, Normalise normalise, double l2) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if rows 2i and 2i+1 are not of one class, or there are
   *     references
   */
  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    PairRows rows = PairRows.of("Angular loss", input);
    AngularBound bound = new AngularBound(alpha, normalise, input);
    for (int a = 0; a < gram.size(); a += 2) {
      bound.count(a, a + 1, rows.negatives(a));
    }
    LossResult mean = bound.mean();
    double lengths = rows.addLengths(l2, gram, mean.slope());
    return new LossResult(mean.value() + lengths, mean.slope(), mean.tuples(), mean.active());
  }
}
