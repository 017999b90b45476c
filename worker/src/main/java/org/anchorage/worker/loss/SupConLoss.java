/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.SupConLossSettings.Reduce;
import org.anchorage.core.gram.Rows;

/**
 * Supervised contrastive loss (<a href="https://arxiv.org/abs/2004.11362">Khosla et al. 2020</a>,
 * L<sub>out</sub>; temperature = &tau;, positives = P(i), all other rows = A(i)): for each anchor
 * a, the mean over its positives p of -log(exp(ap/&tau;) / sum over all other rows k of
 * exp(ak/&tau;)), where ap is a cosine, times temperature / base temperature.
 *
 * <p>The other positives are in the denominator. Many positives therefore keep the value over 0,
 * and positives that are already nearest are pushed apart a little. An anchor without positives has
 * value 0. A batch of a single class has value 0 if the mean is over anchors over zero, as in
 * pytorch-metric-learning. If the mean is over all anchors, the loss asks the rows to be equally
 * similar, as in the authors' code.
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
    Measure cosines = Measure.cosines(input.gram());
    Tally tally = new Tally(input, cosines);
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons others = Comparisons.of(a, rows);
      boolean single = others.negatives().length == 0;
      if (others.positives().length == 0 || (single && reduce == Reduce.NONZERO)) {
        tally.count(0);
      } else {
        count(a, others, cosines, tally);
      }
    }
    return reduce == Reduce.ALL ? tally.mean() : tally.meanOfActive();
  }

  private void count(int a, Comparisons others, Measure cosines, Tally tally) {
    double scale = temperature / baseTemperature;
    double target = 1.0 / others.positives().length;
    LogSum all = new LogSum();
    double likeness = 0;
    for (int p : others.positives()) {
      all.add(cosines.between(a, p) / temperature);
      likeness += cosines.between(a, p) / temperature;
    }
    for (int n : others.negatives()) {
      all.add(cosines.between(a, n) / temperature);
    }
    tally.count(scale * (all.value() - target * likeness));
    for (int p : others.positives()) {
      double share = all.share(cosines.between(a, p) / temperature);
      tally.slope(a, p, scale * (share - target) / temperature);
    }
    for (int n : others.negatives()) {
      double share = all.share(cosines.between(a, n) / temperature);
      tally.slope(a, n, scale * share / temperature);
    }
  }
}
