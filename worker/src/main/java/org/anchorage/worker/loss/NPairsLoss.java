/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.NPairsLossSettings.Anchor;
import org.anchorage.core.config.loss.NPairsLossSettings.Negatives;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
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
 * <p>robrank's N-pairs, which its published figures are of, differs from the paper's in two choices
 * that are open here: the {@link Anchor} has unit length in its products, which keeps the softmax
 * from being one of a single row, and its {@link Negatives} are both images of the pairs of other
 * classes. (It also weighs mean lengths, where here, as in the paper, squares are.)
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i, N = B/2. The embeddings are not
 * to be normalised; what keeps them from growing is l2/4 times (mean |anchor|<sup>2</sup> + mean
 * |positive|<sup>2</sup>). Zero vectors and coinciding ones need no special case: everything is
 * smooth; only an anchor shorter than 1e-12 has no direction to give it unit length, and its
 * products are 0, with zero gradient. Without a pair of another class only the last part has a
 * slope, or the shared target asks for equal similarities. An empty batch has value 0.
 *
 * @param l2 weight of the squared lengths, zero or more
 * @param repeats what becomes of further positives of the anchor's class
 * @param anchor which length an anchor has in its products
 * @param negatives which images of other classes an anchor is told from
 */
public record NPairsLoss(double l2, Repeats repeats, Anchor anchor, Negatives negatives)
    implements RankingLoss {

  /** Anchors as embedded, told from the positives of the other pairs: the paper's. */
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
   * @throws IllegalArgumentException also if the rows are not pairs, two by two of one class, or
   *     there are references
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
