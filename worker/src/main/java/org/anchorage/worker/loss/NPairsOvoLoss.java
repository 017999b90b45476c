/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Gram;

/**
 * N-pairs loss with one term for each negative (<a href="https://papers.nips.cc/paper/6200">Sohn
 * 2016</a>, N-pair-ovo; anchor = f, positive = f<sup>+</sup>): the mean over the pairs of the sum,
 * over the positives n of the pairs of other classes, of log(1 + exp(an - ap)). {@link NPairsLoss}
 * has one softmax, whose hardest negatives take all; here each negative pulls by itself.
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i. Do not normalise the
 * embeddings: l2/4 times (mean |anchor|<sup>2</sup> + mean |positive|<sup>2</sup>) keeps them from
 * growing. Pairs of one class are not each other's negatives. Without a pair of another class only
 * the lengths have a slope; an empty batch has value 0.
 *
 * @param l2 weight of the squared lengths, zero or more
 */
public record NPairsOvoLoss(double l2) implements RankingLoss {

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
    PairRows rows = PairRows.of("N-pairs loss", input);
    int size = gram.size();
    Penalty penalty = new Penalty.Soft();
    double[] s = gram.takeZeros();
    double sum = 0;
    long active = 0;
    for (int a = 0; a < size; a += 2) {
      double own = 0;
      for (int n : rows.negatives(a)) {
        double x = gram.product(a, n) - gram.product(a, a + 1);
        double slope = penalty.slope(x) / rows.count();
        own += penalty.value(x);
        s[a * size + n] += slope;
        s[a * size + a + 1] -= slope;
      }
      sum += own;
      active += own > 0 ? 1 : 0;
    }
    double value = sum / Math.max(1, rows.count()) + rows.addLengths(l2, gram, s);
    return new LossResult(value, s, rows.count(), active);
  }
}
