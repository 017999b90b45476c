/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.anchorage.core.gram.Rows;

/**
 * Multi-similarity loss (<a href="https://arxiv.org/abs/1904.06627">Wang et al. 2019</a>; alpha =
 * &alpha;, beta = &beta;, base = &lambda;, epsilon = &epsilon;): the mean over the anchors of
 *
 * <p>log(1 + sum over p of exp(-&alpha;(ap - &lambda;))) / &alpha; + log(1 + sum over n of
 * exp(&beta;(an - &lambda;))) / &beta;
 *
 * <p>with cosines ap, an. A positive counts if ap - &epsilon; is under the anchor's largest an, a
 * negative if an + &epsilon; is over its smallest ap. So an anchor that lacks positives or
 * negatives has no pairs. Which pairs count is constant in the gradient. The authors' code also
 * leaves out positives of cosine 1; here they stay.
 *
 * @param alpha over 0
 * @param beta over 0
 * @param base a cosine
 * @param epsilon zero or more; infinity counts all pairs, also of anchors that lack positives or
 *     negatives
 */
public record MultiSimilarityLoss(double alpha, double beta, double base, double epsilon)
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
      Comparisons others = mined(a, Comparisons.of(a, rows), cosines);
      tally.count(
          part(a, others.positives(), -alpha, cosines, tally)
              + part(a, others.negatives(), beta, cosines, tally));
    }
    return tally.mean();
  }

  /** Returns log(1 + sum of exp(sharpness (cosine - base))) / |sharpness|, and adds its slope. */
  private double part(int a, int[] partners, double sharpness, Measure cosines, Tally tally) {
    Penalty penalty = new Penalty.Soft();
    LogSum sum = new LogSum();
    for (int i : partners) {
      sum.add(sharpness * (cosines.between(a, i) - base));
    }
    double slope = Math.signum(sharpness) * penalty.slope(sum.value());
    for (int i : partners) {
      tally.slope(a, i, slope * sum.share(sharpness * (cosines.between(a, i) - base)));
    }
    return penalty.value(sum.value()) / Math.abs(sharpness);
  }

  private Comparisons mined(int a, Comparisons all, Measure cosines) {
    if (epsilon == Double.POSITIVE_INFINITY) {
      return all;
    }
    double nearest = Double.NEGATIVE_INFINITY;
    for (int n : all.negatives()) {
      nearest = Math.max(nearest, cosines.between(a, n));
    }
    double farthest = Double.POSITIVE_INFINITY;
    for (int p : all.positives()) {
      farthest = Math.min(farthest, cosines.between(a, p));
    }
    double over = nearest;
    double under = farthest;
    return new Comparisons(
        those(all.positives(), p -> cosines.between(a, p) - epsilon < over),
        those(all.negatives(), n -> cosines.between(a, n) + epsilon > under));
  }

  private static int[] those(int[] partners, IntPredicate that) {
    return IntStream.of(partners).filter(that).toArray();
  }
}
