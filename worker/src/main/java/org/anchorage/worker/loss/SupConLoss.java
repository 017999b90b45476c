/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.SimilarityLossSettings.SupCon.Reduce;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.gram.Similarities;

/**
 * Supervised contrastive loss (<a href="https://arxiv.org/abs/2004.11362">Khosla et al. 2020</a>,
 * L<sub>out</sub>; temperature = &tau;, positives = P(i), all other rows = A(i)): of each anchor a
 * the mean over its positives p of -log(exp(ap/&tau;) / sum over all other rows k of
 * exp(ak/&tau;)), ap a cosine, times temperature / base temperature.
 *
 * <p>The other positives are in the denominator, so that many positives keep the value over 0 and
 * positives that are already nearest are pushed apart a little. An anchor without positives has
 * value 0. A batch of a single class has value 0 if anchors over zero are counted, as in
 * pytorch-metric-learning; if all are, its rows are asked to be equally similar, as in the authors'
 * code.
 *
 * @param temperature over 0
 * @param baseTemperature over 0
 * @param reduce which anchors the mean is over
 */
public record SupConLoss(double temperature, double baseTemperature, Reduce reduce)
    implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    input.gram().check(rows);
    Similarities cosines = new Similarities(input.gram());
    Tally tally = new Tally(input.gram());
    for (int a = 0; a < rows.anchors(); a++) {
      Partners partners = Partners.of(a, rows);
      boolean single = partners.negatives().length == 0;
      if (partners.positives().length == 0 || (single && reduce == Reduce.NONZERO)) {
        tally.count(0);
      } else {
        count(a, partners, cosines, tally);
      }
    }
    return reduce == Reduce.ALL
        ? tally.mean(cosines::gramSlope)
        : tally.meanOfActive(cosines::gramSlope);
  }

  private void count(int a, Partners partners, Similarities cosines, Tally tally) {
    double scale = temperature / baseTemperature;
    double target = 1.0 / partners.positives().length;
    LogSum all = new LogSum();
    double likeness = 0;
    for (int p : partners.positives()) {
      all.add(cosines.between(a, p) / temperature);
      likeness += cosines.between(a, p) / temperature;
    }
    for (int n : partners.negatives()) {
      all.add(cosines.between(a, n) / temperature);
    }
    tally.count(scale * (all.value() - target * likeness));
    for (int p : partners.positives()) {
      double share = all.share(cosines.between(a, p) / temperature);
      tally.slope(a, p, scale * (share - target) / temperature);
    }
    for (int n : partners.negatives()) {
      double share = all.share(cosines.between(a, n) / temperature);
      tally.slope(a, n, scale * share / temperature);
    }
  }
}
