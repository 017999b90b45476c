/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Triplets;

/**
 * Margin loss (<a href="https://arxiv.org/abs/1706.07567">Wu et al. 2017</a>; margin = &alpha;,
 * beta = &beta;): a positive should be nearer than a boundary by a margin, a negative farther by
 * the same margin. Each triplet adds [d(a,p) - &beta; + margin]<sub>+</sub> + [&beta; - d(a,n) +
 * margin]<sub>+</sub>. The sum is divided by the number of these parts that are over 0. The
 * boundary is learned, or fixed.
 *
 * <p>Without a part over 0 the value and every slope are 0. A part exactly at 0 and coinciding
 * embeddings have zero slope. The paper's regulariser of the boundary is left out (&nu; = 0, as
 * everywhere in use).
 *
 * @param distance what near and far mean; the paper's is Euclidean, of embeddings of length 1
 * @param miner which triplets count; the paper's is distance-weighted
 * @param margin in units of the distance; default 0.2
 * @param beta the boundary at the start, in units of the distance; default 1.2
 * @param rate factor on the learning rate of the boundary; 0 fixes it
 */
public record MarginLoss(Distance distance, Miner miner, double margin, double beta, double rate)
    implements RankingLoss {

  public MarginLoss {
    if (!(rate >= 0)) {
      throw new IllegalArgumentException(
          "A boundary cannot learn at a rate of " + rate + "; use 0 to fix it, or a positive one");
    }
  }

  @Override
  public Origin origin() {
    return distance.translationInvariant() ? Origin.BATCH_MEAN : Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return rate == 0 ? List.of() : List.of(new Learnt(0, 0, 0, new double[] {beta}, rate));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the boundary is learned and the input has none
   */
  @Override
  public LossResult evaluate(LossInput input) {
    double boundary = boundary(input);
    Distances distances = new Distances(distance, input.gram());
    Triplets triplets = miner.mine(distances, input.rows(), input.seed()).triplets();
    int size = distances.size();
    double[] slopes = input.gram().takeZeros();
    double sum = 0;
    long positives = 0;
    long negatives = 0;
    long active = 0;
    for (int t = 0; t < triplets.count(); t++) {
      int row = triplets.anchors()[t] * size;
      int a = triplets.anchors()[t];
      double near = distances.between(a, triplets.positives()[t]) - boundary + margin;
      double far = boundary - distances.between(a, triplets.negatives()[t]) + margin;
      if (near > 0) {
        sum += near;
        positives++;
        slopes[row + triplets.positives()[t]]++;
      }
      if (far > 0) {
        sum += far;
        negatives++;
        slopes[row + triplets.negatives()[t]]--;
      }
      active += near > 0 || far > 0 ? 1 : 0;
    }
    double weight = positives + negatives == 0 ? 0 : 1.0 / (positives + negatives);
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] *= weight;
    }
    double[] numberSlopes = new double[input.numbers().length];
    if (rate > 0) {
      numberSlopes[0] = weight * (negatives - positives);
    }
    return new LossResult(
        weight * sum, distances.gramSlope(slopes), numberSlopes, triplets.count(), active);
  }

  private double boundary(LossInput input) {
    if (rate == 0) {
      return beta;
    }
    if (input.numbers().length != 1) {
      throw new IllegalArgumentException(
          "Margin loss learns 1 number, its boundary, but got "
              + input.numbers().length
              + "; pass its current value, or fix it with a rate of 0");
    }
    return input.numbers()[0];
  }
}
