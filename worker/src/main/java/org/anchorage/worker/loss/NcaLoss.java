/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Rows;

/**
 * Neighbourhood components analysis (<a href="https://papers.nips.cc/paper/2566">Goldberger et al.
 * 2004</a>): a neighbour of the anchor, drawn with probability proportional to exp(-scale x squared
 * distance), should be of its class. The value is the mean, over the anchors that have a positive,
 * of -log of the probability of that.
 *
 * <p>Unlike losses that ask for all positives, it is content with one near positive, so a class may
 * lie in several places. Without positive pairs the value is 0 (pytorch-metric-learning gives NaN).
 * An anchor without negatives has value 0.
 *
 * @param scale of the squared distances, over 0
 */
public record NcaLoss(double scale) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.BATCH_MEAN;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = input.rows();
    Measure distances = Measure.distances(Distance.SQUARED_EUCLIDEAN, input.gram());
    Tally tally = new Tally(input, distances);
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons others = Comparisons.of(a, rows);
      if (others.positives().length > 0) {
        LogSum positives = nearness(a, others.positives(), distances);
        LogSum negatives = nearness(a, others.negatives(), distances);
        double slope = scale * tally.countSoft(negatives.value() - positives.value());
        for (int p : others.positives()) {
          tally.slope(a, p, slope * positives.share(-scale * distances.between(a, p)));
        }
        for (int n : others.negatives()) {
          tally.slope(a, n, -slope * negatives.share(-scale * distances.between(a, n)));
        }
      }
    }
    return tally.mean();
  }

  private LogSum nearness(int a, int[] partners, Measure distances) {
    LogSum sum = new LogSum();
    for (int i : partners) {
      sum.add(-scale * distances.between(a, i));
    }
    return sum;
  }
}
