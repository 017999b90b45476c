/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;
import java.util.List;

/**
 * Proxy-Anchor: each proxy is an anchor that draws the embeddings of its class and pushes off all
 * others, the hardest most (<a href="https://arxiv.org/abs/2003.13911">Kim et al. 2020</a>, margin
 * = &delta;). With s the cosine of embedding and proxy: the mean over the classes in the batch of
 * log(1 + sum over their embeddings of exp(-alpha (s - margin))), plus the mean over all classes of
 * log(1 + sum over the embeddings of others of exp(alpha (s + margin))).
 *
 * <p>Normalises embeddings and proxies itself. A vector shorter than 1e-12 counts as orthogonal to
 * all, with zero gradient. An empty batch has value 0; with one class there is nothing to push off.
 *
 * @param classes C, one proxy each
 * @param alpha over 0
 * @param margin zero or more, in cosines
 * @param rate factor on the learning rate of the proxies
 */
public record ProxyAnchorLoss(int classes, double alpha, double margin, double rate)
    implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return List.of(ClassVectors.directions(classes, rate));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Its tuples are the terms of the two means, one for each proxy with embeddings to draw and
   * one for each with embeddings to push off.
   *
   * @throws IllegalArgumentException also if a label is not 0 to below C
   */
  /** False: embeddings are compared with the vectors of the classes alone. */
  @Override
  public boolean readsReferences() {
    return false;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    ClassVectors proxies = new ClassVectors(input, classes);
    double[] cosines = proxies.cosines();
    double[] exponents = new double[cosines.length];
    SoftMaxima drawn = new SoftMaxima(classes);
    SoftMaxima pushed = new SoftMaxima(classes);
    int[] own = new int[classes];
    for (int i = 0; i < proxies.anchors(); i++) {
      int label = proxies.label(i);
      own[label]++;
      for (int c = 0, at = i * classes; c < classes; c++, at++) {
        boolean positive = c == label;
        exponents[at] = positive ? -alpha * (cosines[at] - margin) : alpha * (cosines[at] + margin);
        (positive ? drawn : pushed).foresee(c, exponents[at]);
      }
    }
    drawn.begin();
    pushed.begin();
    for (int i = 0; i < proxies.anchors(); i++) {
      int label = proxies.label(i);
      for (int c = 0, at = i * classes; c < classes; c++, at++) {
        exponents[at] = (c == label ? drawn : pushed).add(c, exponents[at]);
      }
    }
    int present = (int) Arrays.stream(own).filter(count -> count > 0).count();
    int others = (int) Arrays.stream(own).filter(count -> count < proxies.anchors()).count();
    double drawnWeight = 1.0 / Math.max(1, present);
    double pushedWeight = 1.0 / Math.max(1, classes);
    for (int i = 0; i < proxies.anchors(); i++) {
      int label = proxies.label(i);
      for (int c = 0, at = i * classes; c < classes; c++, at++) {
        exponents[at] *=
            c == label ? -alpha * drawnWeight / drawn.sum(c) : alpha * pushedWeight / pushed.sum(c);
      }
    }
    double value = drawn.total() * drawnWeight + pushed.total() * pushedWeight;
    return new LossResult(
        value,
        proxies.fromCosines(cosines, exponents),
        present + others,
        drawn.positive() + pushed.positive());
  }

  /**
   * log(1 + sum of exp(x)) for each class, in two passes over the same x. The first finds the
   * largest x. The second shifts by it, so no exponential overflows.
   */
  private static final class SoftMaxima {

    private final double[] shift;
    private final double[] sums;

    SoftMaxima(int classes) {
      // The 1 is exp(0), so the largest is at least 0.
      shift = new double[classes];
      sums = new double[classes];
    }

    void foresee(int c, double x) {
      shift[c] = Math.max(shift[c], x);
    }

    void begin() {
      Arrays.setAll(sums, c -> Math.exp(-shift[c]));
    }

    /** Returns the shifted exp(x). */
    double add(int c, double x) {
      double shifted = Math.exp(x - shift[c]);
      sums[c] += shifted;
      return shifted;
    }

    /** Returns 1 + the sum of exp(x), shifted. */
    double sum(int c) {
      return sums[c];
    }

    private double value(int c) {
      return shift[c] + Math.log(sums[c]);
    }

    double total() {
      double total = 0;
      for (int c = 0; c < sums.length; c++) {
        total += value(c);
      }
      return total;
    }

    int positive() {
      int positive = 0;
      for (int c = 0; c < sums.length; c++) {
        positive += value(c) > 0 ? 1 : 0;
      }
      return positive;
    }
  }
}
