/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Gram;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Triplets;

/**
 * Angular loss of triplets, exact, before the smooth bound: max(0, |a - p|<sup>2</sup> - 4
 * tan<sup>2</sup>&alpha; |n - c|<sup>2</sup>) with c = (a + p) / 2, and the mean over the triplets
 * (<a href="https://arxiv.org/abs/1708.01682">Wang et al. 2017</a>; alpha = &alpha;). Unlike a
 * margin, the angle does not change with the scale of the embeddings.
 *
 * <p>Without triplets the value is 0. A triplet that only marks a missing negative is skipped. At
 * the hinge itself the slope is zero.
 *
 * @param alpha upper bound of the angle at a negative, in degrees, between 0 and 90
 * @param normalise whether all rows are divided by their lengths, or none
 * @param miner which triplets count
 */
public record AngularHingeLoss(double alpha, Normalise normalise, Miner miner)
    implements RankingLoss {

  public AngularHingeLoss {
    if (normalise == Normalise.PAIRS) {
      throw new IllegalArgumentException(
          "The exact angular loss measures distances between rows, and PAIRS gives rows"
              + " different scales; use ALL or NONE");
    }
  }

  @Override
  public Origin origin() {
    return normalise == Normalise.ALL ? Origin.ZERO : Origin.BATCH_MEAN;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    Distance distance = normalise == Normalise.ALL ? Distance.COSINE : Distance.SQUARED_EUCLIDEAN;
    Triplets triplets =
        miner.mine(new Distances(distance, gram), input.rows(), input.seed()).triplets();
    Measure products = normalise == Normalise.ALL ? Measure.cosines(gram) : Measure.products(gram);
    Tally tally = new Tally(input, products);
    for (int t = 0; t < triplets.count(); t++) {
      if (triplets.negatives()[t] != triplets.anchors()[t]) {
        count(
            triplets.anchors()[t],
            triplets.positives()[t],
            triplets.negatives()[t],
            products,
            tally);
      }
    }
    return tally.mean();
  }

  private void count(int a, int p, int n, Measure products, Tally tally) {
    double tangent = Math.tan(Math.toRadians(alpha));
    double square = tangent * tangent;
    double squares = products.between(a, a) + products.between(p, p);
    double likeness = 2 * products.between(a, p);
    double toCentre =
        products.between(n, n)
            - products.between(a, n)
            - products.between(p, n)
            + (squares + likeness) / 4;
    double x = squares - likeness - 4 * square * toCentre;
    tally.count(Math.max(0, x));
    if (x > 0) {
      tally.slope(a, a, 1 - square);
      tally.slope(p, p, 1 - square);
      tally.slope(a, p, -2 * (1 + square));
      tally.slope(n, n, -4 * square);
      tally.slope(a, n, 4 * square);
      tally.slope(p, n, 4 * square);
    }
  }
}
