/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.gram.Gram;

/**
 * The smooth bound of the angular loss on one batch: log(1 + sum over n of exp f(a, p, n)), where
 *
 * <p>f(a, p, n) = 4 tan<sup>2</sup>&alpha; (a + p)n - 2 (1 + tan<sup>2</sup>&alpha;) ap
 *
 * <p>and anchor a, positive p and negatives n are rows as they are or divided by their lengths.
 * Adds up terms and their slopes; not thread-safe.
 */
final class AngularBound {

  private final double square;
  private final Measure ofPairs;
  private final Measure ofNegatives;
  private final Tally toPairs;
  private final double[] toNegatives;
  private final int size;

  AngularBound(double alpha, Normalise normalise, LossInput input) {
    Gram gram = input.gram();
    double tangent = Math.tan(Math.toRadians(alpha));
    size = gram.size();
    square = tangent * tangent;
    ofPairs = normalise == Normalise.NONE ? Measure.products(gram) : Measure.cosines(gram);
    ofNegatives = normalise == Normalise.PAIRS ? Measure.projections(gram) : ofPairs;
    toPairs = new Tally(input, ofPairs);
    toNegatives = gram.takeZeros();
  }

  /** Counts the term of an anchor and its positive. */
  void count(int anchor, int positive, int[] negatives) {
    LogSum sum = new LogSum();
    for (int negative : negatives) {
      sum.add(exponent(anchor, positive, negative));
    }
    double slope = toPairs.countSoft(sum.value());
    toPairs.slope(anchor, positive, -2 * (1 + square) * slope);
    for (int negative : negatives) {
      double share = 4 * square * slope * sum.share(exponent(anchor, positive, negative));
      toNegatives[anchor * size + negative] += share;
      toNegatives[positive * size + negative] += share;
    }
  }

  /** Returns the mean over all terms; 0 without terms. */
  LossResult mean() {
    return toPairs.mean(
        slopes -> {
          double[] s = ofPairs.gramSlope(slopes);
          double[] further = ofNegatives.gramSlope(toNegatives);
          Arrays.setAll(s, at -> s[at] + further[at]);
          return s;
        });
  }

  private double exponent(int a, int p, int n) {
    return 4 * square * (ofNegatives.between(a, n) + ofNegatives.between(p, n))
        - 2 * (1 + square) * ofPairs.between(a, p);
  }
}
