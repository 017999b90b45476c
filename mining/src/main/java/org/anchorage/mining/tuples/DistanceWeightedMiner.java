/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.SplittableRandom;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each ordered pair of one class with a negative drawn by the seed, so that all distances come up
 * equally often (<a href="https://arxiv.org/abs/1706.07567">Wu et al. 2017</a>): a negative at
 * distance t weighs 1 / q(t), where q(t) = t<sup>n-2</sup> (1 - t<sup>2</sup>/4)<sup>(n-3)/2</sup>
 * is how often two points of the sphere are that far apart. Less noisy than hard and more telling
 * than random negatives.
 *
 * <p>Needs embeddings of length 1, or the cosine distance; a squared or a cosine distance is
 * converted to t. An anchor whose negatives all lie beyond the reach is left out.
 *
 * @param dimension of the embeddings, = n, at least 2
 * @param cutoff smaller distances count as the cutoff, over 0; without it the nearest negatives,
 *     often wrongly labelled, would take all the weight; default 0.5
 * @param reach negatives from this distance on weigh nothing, because they would add nothing to the
 *     loss; over the cutoff and at most 2; default 1.4
 */
public record DistanceWeightedMiner(int dimension, double cutoff, double reach) implements Miner {

  public DistanceWeightedMiner {
    if (dimension < 2) {
      throw new IllegalArgumentException(
          "Embeddings of dimension " + dimension + " lie on no sphere; use at least 2");
    }
    if (!(cutoff > 0 && cutoff < reach && reach <= 2)) {
      throw new IllegalArgumentException(
          "Cannot draw negatives from a cutoff of "
              + cutoff
              + " to a reach of "
              + reach
              + "; use 0 < cutoff < reach <= 2");
    }
  }

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    SplittableRandom random = seed.derive("distance-weighted").generator();
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      if (partners.of(a).positives() == 0) {
        continue;
      }
      double[] probabilities = probabilities(a, distances, rows);
      double total = 0;
      int last = -1;
      for (int n = 0; n < probabilities.length; n++) {
        total += probabilities[n];
        last = probabilities[n] > 0 ? n : last;
        probabilities[n] = total;
      }
      for (int p = 0; p < partners.positives() && last >= 0; p++) {
        int drawn = firstOver(random.nextDouble(), probabilities);
        triplets.add(a, partners.positive(p), Math.min(drawn, last));
      }
    }
    return triplets.triplets();
  }

  /** Returns the probability that each row is drawn for an anchor; all 0 if none can be drawn. */
  public double[] probabilities(int anchor, Distances distances, Rows rows) {
    double[] weights = new double[rows.size()];
    double heaviest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < weights.length; n++) {
      double t = onSphere(distances, anchor, n);
      weights[n] =
          rows.same(anchor, n) || t >= reach
              ? Double.NEGATIVE_INFINITY
              : logWeight(Math.max(t, cutoff));
      heaviest = Math.max(heaviest, weights[n]);
    }
    double sum = 0;
    for (int n = 0; n < weights.length; n++) {
      // Shifted by the heaviest: in 512 dimensions no weight fits a double.
      weights[n] = weights[n] == Double.NEGATIVE_INFINITY ? 0 : Math.exp(weights[n] - heaviest);
      sum += weights[n];
    }
    for (int n = 0; n < weights.length && sum > 0; n++) {
      weights[n] /= sum;
    }
    return weights;
  }

  private double logWeight(double t) {
    return (2 - dimension) * Math.log(t) - (dimension - 3) / 2.0 * Math.log(1 - t * t / 4);
  }

  private static double onSphere(Distances distances, int i, int j) {
    double distance = distances.between(i, j);
    return switch (distances.distance()) {
      case EUCLIDEAN -> distance;
      case SQUARED_EUCLIDEAN -> Math.sqrt(distance);
      case COSINE -> Math.sqrt(2 * distance);
    };
  }

  /** Returns the first index whose ascending value is over the one given, or the length. */
  private static int firstOver(double value, double[] ascending) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
