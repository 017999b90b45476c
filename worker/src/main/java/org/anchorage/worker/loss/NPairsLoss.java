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
   * @throws IllegalArgumentException also if the rows are not pairs, two by two of one class, or
   *     there are references
   */
  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    gram.check(input.rows());
    int[] labels = input.rows().labels();
    PairRows rows = PairRows.of("N-pairs loss", input.rows());
    int size = labels.length;
    int pairs = rows.count();
    double[] s = new double[size * size];
    double sum = 0;
    int active = 0;
    for (int a = 0; a < size; a += 2) {
      double value = addCrossEntropy(gram, labels, a, pairs, s);
      sum += value;
      active += value > 0 ? 1 : 0;
    }
    double value = (pairs == 0 ? 0 : sum / pairs) + rows.addLengths(l2, gram, s);
    return new LossResult(value, s, pairs, active);
  }

  /** Returns one anchor's cross entropy, and adds its share of the mean's slope. */
  private double addCrossEntropy(Gram gram, int[] labels, int a, int pairs, double[] s) {
    LogSum all = new LogSum();
    double likeness = 0;
    int mates = 0;
    for (int p = 1; p < labels.length; p += 2) {
      if (counts(a, p, labels)) {
        all.add(gram.product(a, p));
        if (labels[p] == labels[a]) {
          likeness += gram.product(a, p);
          mates++;
        }
      }
    }
    for (int p = 1; p < labels.length; p += 2) {
      if (counts(a, p, labels)) {
        double target = labels[p] == labels[a] ? 1.0 / mates : 0;
        s[a * labels.length + p] += (all.share(gram.product(a, p)) - target) / pairs;
      }
    }
    return all.value() - likeness / mates;
  }

  private boolean counts(int a, int p, int[] labels) {
    return repeats == Repeats.SHARE || p == a + 1 || labels[p] != labels[a];
  }
}
