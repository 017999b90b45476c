/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Triplets;

/**
 * PyTorch's {@code TripletMarginLoss} to the last digit (p = 2): the mean of [d(a,p) - d(a,n) +
 * margin]<sub>+</sub>, where d(u,v) = |u - v + epsilon| with epsilon added to every component.
 * {@link TripletLoss} with the Euclidean distance is the same without epsilon, and faster. Use this
 * loss to go on with a network that was trained in PyTorch.
 *
 * <p>|u - v + epsilon|<sup>2</sup> = |u - v|<sup>2</sup> + 2 epsilon (sum u - sum v) + D
 * epsilon<sup>2</sup>. The sums are products with a row of ones, the loss's own row, which never
 * learns. The distance is not symmetric: it runs from anchor to positive, from anchor to negative,
 * and under {@link Swap} from positive to negative. Miners see the plain Euclidean distance.
 *
 * <p>Without triplets the value is 0. A hinge exactly at zero has zero slope. Coinciding embeddings
 * are at distance epsilon sqrt(D) and have a slope, but only through the sums.
 *
 * @param miner which triplets count
 * @param margin in units of the distance; default 1
 * @param epsilon = eps; default 1e-6
 * @param swap whether a negative may be measured from the positive
 */
public record TripletMarginLoss(Miner miner, double margin, double epsilon, Swap swap)
    implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return List.of(new Learnt(1, 1, 0, new double[0], 0));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the last row of the matrix is not the loss's own
   */
  @Override
  public LossResult evaluate(LossInput input) {
    if (input.ownRows() != 1) {
      throw new IllegalArgumentException(
          "Triplet margin loss has 1 row of its own, of ones, but got "
              + input.ownRows()
              + "; append it to the embeddings");
    }
    Gram gram = input.gram();
    Triplets triplets =
        miner.mine(batch(gram, input.rows()), input.rows(), input.seed()).triplets();
    int size = gram.size();
    double[] distances = distances(gram);
    double[] slopes = gram.takeZeros();
    double weight = Reduction.weight(Reducer.MEAN, triplets.count(), 0);
    double sum = 0;
    long active = 0;
    for (int t = 0; t < triplets.count(); t++) {
      int positive = triplets.anchors()[t] * size + triplets.positives()[t];
      int negative = triplets.anchors()[t] * size + triplets.negatives()[t];
      int swapped = triplets.positives()[t] * size + triplets.negatives()[t];
      if (swap == Swap.WHERE_NEARER && distances[swapped] < distances[negative]) {
        negative = swapped;
      }
      double value = distances[positive] - distances[negative] + margin;
      if (value > 0) {
        sum += value;
        active++;
        slopes[positive] += weight;
        slopes[negative] -= weight;
      }
    }
    return new LossResult(
        weight * sum, gramSlope(gram, distances, slopes), triplets.count(), active);
  }

  /** Distances of the batch alone, without the loss's own row. */
  private static Distances batch(Gram gram, Rows rows) {
    int size = rows.size();
    double[] products = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        products[i * size + j] = gram.product(i, j);
      }
    }
    return new Distances(Distance.EUCLIDEAN, new Gram(size, products));
  }

  /** Returns |u - v + epsilon| of every two rows; 0 for own rows. */
  private double[] distances(Gram gram) {
    int size = gram.size();
    int ones = size - 1;
    double offset = epsilon * epsilon * gram.product(ones, ones);
    double[] distances = gram.takeZeros();
    for (int i = 0; i < ones; i++) {
      for (int j = 0; j < ones; j++) {
        double sums = gram.product(i, ones) - gram.product(j, ones);
        double plain = i == j ? 0 : Distance.SQUARED_EUCLIDEAN.between(gram, i, j);
        distances[i * size + j] = Math.sqrt(Math.max(0, plain + 2 * epsilon * sums + offset));
      }
    }
    return distances;
  }

  private double[] gramSlope(Gram gram, double[] distances, double[] slopes) {
    int size = gram.size();
    int ones = size - 1;
    double[] s = gram.takeZeros();
    for (int i = 0; i < ones; i++) {
      for (int j = 0; j < ones; j++) {
        double distance = distances[i * size + j];
        double slope = slopes[i * size + j];
        if (slope != 0 && distance > 0) {
          double half = slope / (2 * distance);
          Distance.SQUARED_EUCLIDEAN.addSlope(gram, i, j, half, s);
          s[i * size + ones] += 2 * epsilon * half;
          s[j * size + ones] -= 2 * epsilon * half;
          s[ones * size + ones] += epsilon * epsilon * half;
        }
      }
    }
    return s;
  }
}
