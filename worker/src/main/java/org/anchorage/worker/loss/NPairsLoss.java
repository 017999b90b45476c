/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.NPairsLossSettings.Anchor;
import org.anchorage.core.config.loss.NPairsLossSettings.Negatives;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.gram.Gram;

/**
 * N-pairs loss: an anchor should be more similar, by inner product, to its positive than to the
 * positives of the other pairs (<a href="https://papers.nips.cc/paper/6200">Sohn 2016</a>,
 * N-pair-mc; anchor = f, positive = f<sup>+</sup>). It is the softmax cross entropy of A
 * P<sup>T</sup>, N x N. If a class comes in several pairs, {@link Repeats} says what becomes of the
 * further positives of the anchor's class. They are left out, because only other classes are
 * negatives (Roth et al. 2020), or get an even share of the target (TensorFlow Addons' {@code
 * npairs_loss}). The even share asks the positives of a class to be equally similar, and stalls if
 * classes are few. If no class repeats, both are Sohn's.
 *
 * <p>robrank's N-pairs, the loss of its published figures, differs from the paper's in two choices
 * that are open here. The {@link Anchor} has unit length in its products, which keeps the softmax
 * from being one of a single row. Its {@link Negatives} are both images of the pairs of other
 * classes. (robrank also weighs mean lengths; here, as in the paper, mean squared lengths count.)
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i, N = B/2. Do not normalise the
 * embeddings: l2/4 times (mean |anchor|<sup>2</sup> + mean |positive|<sup>2</sup>) keeps them from
 * growing. The loss is smooth, also at zero vectors and coinciding ones. One case is special: an
 * anchor shorter than 1e-12 has no direction to give it unit length, and its products are 0, with
 * zero gradient. Without a pair of another class only the squared lengths have a slope, or the
 * shared target asks for equal similarities. An empty batch has value 0.
 *
 * @param l2 weight of the squared lengths, zero or more
 * @param repeats what becomes of further positives of the anchor's class
 * @param anchor length of an anchor in its products
 * @param negatives which images of other classes are negatives
 */
public record NPairsLoss(double l2, Repeats repeats, Anchor anchor, Negatives negatives)
    implements RankingLoss {

  /** The paper's: anchors as embedded, with the positives of the other pairs as negatives. */
  public NPairsLoss(double l2, Repeats repeats) {
    this(l2, repeats, Anchor.AS_EMBEDDED, Negatives.POSITIVES);
  }

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if rows 2i and 2i+1 are not of one class, or there are
   *     references
   */
  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    PairRows rows = PairRows.of("N-pairs loss", input);
    int[] labels = rows.labels();
    int size = labels.length;
    int pairs = rows.count();
    Measure products =
        anchor == Anchor.UNIT_LENGTH ? Measure.projections(gram) : Measure.products(gram);
    double[] slopes = gram.takeZeros();
    double sum = 0;
    int active = 0;
    for (int a = 0; a < size; a += 2) {
      double value = addCrossEntropy(products, labels, a, slopes);
      sum += value;
      active += value > 0 ? 1 : 0;
    }
    double[] s = products.gramSlope(slopes);
    double value = (pairs == 0 ? 0 : sum / pairs) + rows.addLengths(l2, gram, s);
    return new LossResult(value, s, pairs, active);
  }

  /** Returns one anchor's cross entropy, and adds its share of the mean's slope. */
  private double addCrossEntropy(Measure products, int[] labels, int a, double[] slopes) {
    LogSum all = new LogSum();
    double likeness = 0;
    int mates = 0;
    for (int other = 0; other < labels.length; other++) {
      if (counts(a, other, labels)) {
        double product = products.between(a, other);
        all.add(product);
        if (labels[other] == labels[a]) {
          likeness += product;
          mates++;
        }
      }
    }
    int pairs = labels.length / 2;
    for (int other = 0; other < labels.length; other++) {
      if (counts(a, other, labels)) {
        double target = labels[other] == labels[a] ? 1.0 / mates : 0;
        slopes[a * labels.length + other] +=
            (all.share(products.between(a, other)) - target) / pairs;
      }
    }
    return all.value() - likeness / mates;
  }

  private boolean counts(int a, int other, int[] labels) {
    boolean positive = other % 2 == 1;
    if (labels[other] == labels[a]) {
      return positive && (other == a + 1 || repeats == Repeats.SHARE);
    }
    return positive || negatives == Negatives.IMAGES;
  }
}
