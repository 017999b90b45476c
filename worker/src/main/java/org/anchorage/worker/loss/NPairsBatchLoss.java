/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;

/**
 * N-pairs loss of a whole batch: every row is an anchor a, the first other row of its class is its
 * positive p, and all rows n of other classes are its negatives (<a
 * href="https://arxiv.org/abs/2002.08473">Roth et al. 2020</a>, who draw the positive at random;
 * here batches are drawn at random). The mean over such pairs of log(1 + sum over n of exp(a(n -
 * p))), plus length times the mean length of the anchors.
 *
 * <p>As in the source, a(n - p) is held between -50 and 50 and has no slope beyond. Far-off
 * negatives of long vectors therefore teach nothing, and embeddings should start short. A pair
 * without negatives has value 0; without pairs only the lengths count. The length of a zero vector
 * has no slope.
 *
 * @param length weight of the mean length, zero or more
 */
public record NPairsBatchLoss(double length) implements RankingLoss {

  private static final double FARTHEST = 50;

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    Rows rows = input.rows();
    Tally tally = new Tally(input, Measure.products(gram));
    for (int a = 0; a < rows.anchors(); a++) {
      Comparisons others = Comparisons.of(a, rows).withFirstPositive();
      for (int p : others.positives()) {
        count(a, p, others.negatives(), gram, tally);
      }
    }
    LossResult mean = tally.mean();
    double value = mean.value() + addLengths(rows, gram, mean.slope());
    return new LossResult(value, mean.slope(), mean.tuples(), mean.active());
  }

  private static void count(int a, int p, int[] negatives, Gram gram, Tally tally) {
    LogSum sum = new LogSum();
    for (int n : negatives) {
      sum.add(held(gram.product(a, n) - gram.product(a, p)));
    }
    double slope = tally.countSoft(sum.value());
    for (int n : negatives) {
      double x = gram.product(a, n) - gram.product(a, p);
      if (x == held(x)) {
        tally.slope(a, n, slope * sum.share(x));
        tally.slope(a, p, -slope * sum.share(x));
      }
    }
  }

  private static double held(double x) {
    return Math.max(-FARTHEST, Math.min(FARTHEST, x));
  }

  private double addLengths(Rows rows, Gram gram, double[] s) {
    double weight = length / Math.max(1, rows.anchors());
    double lengths = 0;
    for (int i = 0; i < rows.anchors(); i++) {
      double own = Math.sqrt(gram.product(i, i));
      lengths += own;
      s[i * gram.size() + i] += own == 0 ? 0 : weight / (2 * own);
    }
    return weight * lengths;
  }
}
