/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;

/**
 * Triplet loss over every triplet of the batch (<a href="https://arxiv.org/abs/1703.07737">Hermans,
 * Beyer, Leibe 2017</a>, "batch all"): what {@link TripletLoss} computes of all triplets, without
 * listing them. A batch of 256 in ten classes has 1.5 million.
 *
 * <p>The share of triplets that still teach something, {@link LossResult#active()} of {@link
 * LossResult#tuples()}, falls as training goes on; with {@link Reducer#MEAN} the gradient falls
 * with it. A batch without positives or without negatives has value 0 and zero slope; coinciding
 * embeddings have zero slope.
 *
 * @param distance what near and far mean
 * @param penalty what a triplet adds
 * @param swap whether a negative may be measured from the positive
 * @param reducer how the triplets become one number
 */
public record BatchAllLoss(Distance distance, Penalty penalty, Swap swap, Reducer reducer)
    implements RankingLoss {

  @Override
  public Origin origin() {
    return distance.translationInvariant() ? Origin.BATCH_MEAN : Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Distances distances = new Distances(distance, input.gram());
    Rows rows = input.rows();
    distances.check(rows);
    BatchAllSum sum = new BatchAllSum(distances, rows, swap, Reduction.threshold(reducer));
    for (int a = 0; a < rows.anchors(); a++) {
      sum.add(a, penalty);
    }
    double weight = Reduction.weight(reducer, sum.tuples(), sum.active());
    double[] slopes = sum.slopes();
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] *= weight;
    }
    return new LossResult(
        weight * sum.value(), distances.gramSlope(slopes), sum.tuples(), sum.active());
  }
}
