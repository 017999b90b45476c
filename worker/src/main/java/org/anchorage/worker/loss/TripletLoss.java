/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Triplets;

/**
 * Triplet loss: an anchor's positive should be nearer than its negative, by a margin. With the
 * semi-hard miner, squared Euclidean distance and hinge it is <a
 * href="https://arxiv.org/abs/1503.03832">FaceNet</a>'s (margin = &alpha;) as TensorFlow Addons
 * computes it. With the batch-hard miner, Euclidean distance and soft term it is that of <a
 * href="https://arxiv.org/abs/1703.07737">Hermans et al. 2017</a> (margin = m).
 *
 * <p>Without mined triplets, value and slope are 0 (Addons gives NaN). A hinge exactly at zero, an
 * anchor that coincides with its positive, and a zero vector under the cosine have zero slope.
 * Margins do not carry over from squared to plain distances.
 *
 * @param distance what near and far mean
 * @param miner which triplets count
 * @param penalty what a triplet adds
 * @param swap whether a negative may be measured from the positive
 * @param reducer how the triplets become one number
 */
public record TripletLoss(
    Distance distance, Miner miner, Penalty penalty, Swap swap, Reducer reducer)
    implements RankingLoss {

  /** A loss that measures negatives from the anchor. */
  public TripletLoss(Distance distance, Miner miner, Penalty penalty, Reducer reducer) {
    this(distance, miner, penalty, Swap.NEVER, reducer);
  }

  @Override
  public Origin origin() {
    return distance.translationInvariant() ? Origin.BATCH_MEAN : Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Distances distances = new Distances(distance, input.gram());
    Triplets triplets = miner.mine(distances, input.rows(), input.seed()).triplets();
    int size = distances.size();
    int[] from = triplets.anchors();
    if (swap == Swap.WHERE_NEARER) {
      from = nearer(distances, triplets);
    }
    double[] slopes = new double[triplets.count()];
    double sum = 0;
    long active = 0;
    for (int t = 0; t < slopes.length; t++) {
      double x =
          distances.between(triplets.anchors()[t], triplets.positives()[t])
              - distances.between(from[t], triplets.negatives()[t]);
      double value = penalty.value(x);
      slopes[t] = penalty.slope(x);
      sum += value;
      active += value > Reduction.threshold(reducer) ? 1 : 0;
    }
    double weight = Reduction.weight(reducer, slopes.length, active);
    double[] toDistance = input.gram().takeZeros();
    for (int t = 0; t < slopes.length; t++) {
      toDistance[triplets.anchors()[t] * size + triplets.positives()[t]] += weight * slopes[t];
      toDistance[from[t] * size + triplets.negatives()[t]] -= weight * slopes[t];
    }
    return new LossResult(weight * sum, distances.gramSlope(toDistance), slopes.length, active);
  }

  /** Returns for each triplet the row that its negative is measured from: anchor or positive. */
  private static int[] nearer(Distances distances, Triplets triplets) {
    int[] from = triplets.anchors().clone();
    for (int t = 0; t < from.length; t++) {
      int p = triplets.positives()[t];
      int n = triplets.negatives()[t];
      from[t] = distances.between(p, n) < distances.between(from[t], n) ? p : from[t];
    }
    return from;
  }
}
