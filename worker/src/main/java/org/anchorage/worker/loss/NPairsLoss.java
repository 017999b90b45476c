/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.anchorage.core.gram.Gram;

/**
 * N-pairs loss: an anchor shall be more similar, by inner product, to its positive than to the
 * positives of the other pairs (<a href="https://papers.nips.cc/paper/6200">Sohn 2016</a>,
 * N-pair-mc; anchor = f, positive = f<sup>+</sup>). It is the softmax cross entropy of A
 * P<sup>T</sup>, N x N. Where a class comes in several pairs, {@link Repeats} says what becomes of
 * the further positives of the anchor's class: left out, as only other classes are negatives (Roth
 * et al. 2020), or given an even share of the target (TensorFlow Addons' {@code npairs_loss}),
 * which asks the positives of a class to be equally similar and stalls where classes are few. Where
 * no class repeats, both are Sohn's.
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i, N = B/2. The embeddings are not
 * to be normalised; what keeps them from growing is l2/4 times (mean |anchor|<sup>2</sup> + mean
 * |positive|<sup>2</sup>). Zero vectors and coinciding ones need no special case: everything is
 * smooth. Without a pair of another class only the last part has a slope, or the shared target asks
 * for equal similarities. An empty batch has value 0.
 *
 * @param l2 weight of the squared lengths, zero or more
 * @param repeats what becomes of further positives of the anchor's class
 */
public record NPairsLoss(double l2, Repeats repeats) implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the rows are not pairs, two by two of one class
   */
  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    gram.check(input.rows());
    int[] labels = input.rows().labels();
    checkPairs(labels);
    int size = labels.length;
    int pairs = size / 2;
    double[] s = new double[size * size];
    double sum = 0;
    int active = 0;
    for (int a = 0; a < size; a += 2) {
      double value = addCrossEntropy(gram, labels, a, pairs, s);
      sum += value;
      active += value > 0 ? 1 : 0;
    }
    double squares = 0;
    for (int i = 0; i < size; i++) {
      squares += gram.product(i, i);
      s[i * size + i] += 0.25 * l2 / pairs;
    }
    double value = pairs == 0 ? 0 : (sum + 0.25 * l2 * squares) / pairs;
    return new LossResult(value, s, pairs, active);
  }

  /** Returns one anchor's cross entropy, and adds its share of the mean's slope. */
  private double addCrossEntropy(Gram gram, int[] labels, int a, int pairs, double[] s) {
    double largest = Double.NEGATIVE_INFINITY;
    int mates = 0;
    for (int p = 1; p < labels.length; p += 2) {
      if (counts(a, p, labels)) {
        largest = Math.max(largest, gram.product(a, p));
        mates += labels[p] == labels[a] ? 1 : 0;
      }
    }
    double exponentials = 0;
    double likeness = 0;
    for (int p = 1; p < labels.length; p += 2) {
      if (counts(a, p, labels)) {
        // Shifted by the largest, so that no exponential overflows.
        double shifted = gram.product(a, p) - largest;
        exponentials += Math.exp(shifted);
        likeness += labels[p] == labels[a] ? shifted : 0;
      }
    }
    for (int p = 1; p < labels.length; p += 2) {
      if (counts(a, p, labels)) {
        double softmax = Math.exp(gram.product(a, p) - largest) / exponentials;
        double target = labels[p] == labels[a] ? 1.0 / mates : 0;
        s[a * labels.length + p] += (softmax - target) / pairs;
      }
    }
    return Math.log(exponentials) - likeness / mates;
  }

  private boolean counts(int a, int p, int[] labels) {
    return repeats == Repeats.SHARE || p == a + 1 || labels[p] != labels[a];
  }

  private static void checkPairs(int[] labels) {
    if (labels.length % 2 != 0) {
      throw new IllegalArgumentException(
          "N-pairs loss takes rows two by two, and cannot take "
              + labels.length
              + " of them; set batch.sampler = pairs");
    }
    for (int a = 0; a < labels.length; a += 2) {
      if (labels[a] != labels[a + 1]) {
        throw new IllegalArgumentException(
            "N-pairs loss takes rows "
                + a
                + " and "
                + (a + 1)
                + " for a pair, but their labels are "
                + labels[a]
                + " and "
                + labels[a + 1]
                + "; set batch.sampler = pairs");
      }
    }
  }
}
