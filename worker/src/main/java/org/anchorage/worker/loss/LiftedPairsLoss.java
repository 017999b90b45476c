/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Rows;

/**
 * Lifted structure loss, its smooth bound (<a href="https://arxiv.org/abs/1511.06452">Song et al.
 * 2016</a>; margin = &alpha;): the mean over the positive pairs of max(0, J)<sup>2</sup> / 2, where
 *
 * <p>J = log(sum over negatives n of i of exp(margin - in) + sum over negatives n of j of
 * exp(margin - jn)) + ij
 *
 * <p>with Euclidean distances ij, in, jn. A reference has no negatives of its own: a pair of an
 * anchor and a reference sums only over the anchor's. Without positive pairs or negatives the value
 * is 0. Rows that coincide have no slope between them.
 *
 * @param margin in units of the distance
 */
public record LiftedPairsLoss(double margin) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.BATCH_MEAN;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    Measure distances = Measure.distances(Distance.EUCLIDEAN, input.gram());
    LogSum[] negatives = new LogSum[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      negatives[i] = new LogSum();
      for (int n = 0; n < rows.size() && i < rows.anchors(); n++) {
        if (!rows.same(i, n)) {
          negatives[i].add(margin - distances.between(i, n));
        }
      }
    }
    Tally tally = new Tally(input, distances);
    double[] pushes = new double[rows.size()];
    for (int i = 0; i < rows.anchors(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        if (rows.same(i, j)) {
          count(i, j, distances, negatives, tally, pushes);
        }
      }
    }
    for (int i = 0; i < rows.anchors(); i++) {
      for (int n = 0; n < rows.size(); n++) {
        if (!rows.same(i, n)) {
          tally.slope(i, n, -pushes[i] * negatives[i].share(margin - distances.between(i, n)));
        }
      }
    }
    return tally.mean();
  }

  private static void count(
      int i, int j, Measure distances, LogSum[] negatives, Tally tally, double[] pushes) {
    LogSum both = new LogSum();
    both.add(negatives[i].value());
    both.add(negatives[j].value());
    double slope = Math.max(0, both.value() + distances.between(i, j));
    tally.count(slope * slope / 2);
    tally.slope(i, j, slope);
    if (slope > 0) {
      pushes[i] += slope * both.share(negatives[i].value());
      pushes[j] += slope * both.share(negatives[j].value());
    }
  }
}
