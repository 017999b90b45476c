/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * Multiple negatives ranking loss (<a href="https://arxiv.org/abs/1705.00652">Henderson et al.
 * 2017</a>, with the scaled cosine of sentence-transformers): the mean over the pairs of a softmax
 * cross entropy. Its logits are scale x the cosines of the anchor with its positive, which is the
 * target, and with the positives of the pairs of other classes. It is {@link NPairsLoss} of
 * directions; scale is one over a temperature.
 *
 * <p>Rows 2i and 2i+1 of a batch are anchor and positive of pair i; pairs of one class are not each
 * other's negatives. A pair without negatives has value 0, and so has an empty batch.
 *
 * @param scale of the cosines, over 0
 */
public record MultipleNegativesLoss(double scale) implements RankingLoss {

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
    PairRows rows = PairRows.of("Multiple negatives ranking loss", input);
    Measure cosines = Measure.cosines(input.gram());
    Tally tally = new Tally(input, cosines);
    for (int a = 0; a < 2 * rows.count(); a += 2) {
      int[] negatives = rows.negatives(a);
      LogSum sum = new LogSum();
      for (int n : negatives) {
        sum.add(scale * cosines.between(a, n));
      }
      double slope = scale * tally.countSoft(sum.value() - scale * cosines.between(a, a + 1));
      tally.slope(a, a + 1, -slope);
      for (int n : negatives) {
        tally.slope(a, n, slope * sum.share(scale * cosines.between(a, n)));
      }
    }
    return tally.mean();
  }
}
