/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Rows;

/**
 * NT-Xent, normalised and temperature-scaled cross entropy (<a
 * href="https://arxiv.org/abs/2002.05709">Chen et al. 2020</a>, with labels as in
 * pytorch-metric-learning; temperature = &tau;): the mean over all ordered positive pairs (a, p) of
 * -log(exp(ap/&tau;) / (exp(ap/&tau;) + sum over negatives n of a of exp(an/&tau;))), where ap is a
 * cosine. An anchor's other positives are not in the denominator, unlike in {@link SupConLoss}.
 *
 * <p>Without positive pairs or without negatives the value is 0.
 *
 * @param temperature over 0; a smaller one looks only at the most similar negatives
 */
public record NtXentLoss(double temperature) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    Measure cosines = Measure.cosines(input.gram());
    Tally tally = new Tally(input, cosines);
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons others = Comparisons.of(a, rows);
      LogSum negatives = new LogSum();
      for (int n : others.negatives()) {
        negatives.add(cosines.between(a, n) / temperature);
      }
      double push = 0;
      for (int p : others.positives()) {
        double slope = tally.countSoft(negatives.value() - cosines.between(a, p) / temperature);
        tally.slope(a, p, -slope / temperature);
        push += slope;
      }
      for (int n : others.negatives()) {
        double share = negatives.share(cosines.between(a, n) / temperature);
        tally.slope(a, n, push * share / temperature);
      }
    }
    return tally.mean();
  }
}
