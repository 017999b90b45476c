/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.CircleLossSettings.Over;
import org.anchorage.core.gram.Rows;

/**
 * Circle loss (<a href="https://arxiv.org/abs/2002.10857">Sun et al. 2020</a>; margin = m, gamma =
 * &gamma;): log(1 + sum over negatives n of exp(&gamma; [n + m]<sub>+</sub> (n - m)) x sum over
 * positives p of exp(-&gamma; [1 + m - p]<sub>+</sub> (p - 1 + m))) with cosines n, p.
 *
 * <p>The factors [.]<sub>+</sub>, which weigh a cosine by its distance from its optimum, are
 * constants in the gradient, as in the paper. So the slope is <em>not</em> the derivative of the
 * value, and finite differences of the value do not give it.
 *
 * <p>By anchor, the mean is over the anchors with a value over zero (pytorch-metric-learning). Over
 * the batch there is one term of all unordered pairs (TinyZeaMays/CircleLoss). Without positives or
 * without negatives a term is 0.
 *
 * @param margin 0 to 1
 * @param gamma over 0
 * @param over whether a term is of an anchor or of the batch
 */
public record CircleLoss(double margin, double gamma, Over over) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    Measure cosines = Measure.cosines(input.gram());
    Tally tally = new Tally(input, cosines);
    if (over == Over.BATCH) {
      count(0, rows.anchors(), rows, cosines, tally);
    } else {
      for (int a = 0; a < rows.anchors(); a++) {
        count(a, a + 1, rows, cosines, tally);
      }
    }
    return tally.meanOfActive();
  }

  /** Counts one term of a range of anchors, each compared with its partners. */
  private void count(int from, int to, Rows rows, Measure cosines, Tally tally) {
    LogSum positives = new LogSum();
    LogSum negatives = new LogSum();
    for (int i = from; i < to; i++) {
      for (int j = firstPartner(i); j < rows.size(); j++) {
        if (i != j) {
          double cosine = cosines.between(i, j);
          boolean same = rows.same(i, j);
          (same ? positives : negatives).add(exponent(cosine, same));
        }
      }
    }
    double slope = tally.countSoft(positives.value() + negatives.value());
    for (int i = from; i < to; i++) {
      for (int j = firstPartner(i); j < rows.size(); j++) {
        if (i != j) {
          double cosine = cosines.between(i, j);
          boolean same = rows.same(i, j);
          double share = (same ? positives : negatives).share(exponent(cosine, same));
          tally.slope(i, j, slope * share * factor(cosine, same));
        }
      }
    }
  }

  /** Over the batch each pair counts once, at its earlier row. */
  private int firstPartner(int i) {
    return over == Over.BATCH ? i + 1 : 0;
  }

  private double exponent(double cosine, boolean same) {
    return factor(cosine, same) * (cosine - (same ? 1 - margin : margin));
  }

  /** Constant in the gradient. */
  private double factor(double cosine, boolean same) {
    return same ? -gamma * Math.max(0, 1 + margin - cosine) : gamma * Math.max(0, cosine + margin);
  }
}
