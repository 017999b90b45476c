/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.ContrastiveLossSettings.Form;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Mean;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Pairs;

/**
 * Contrastive loss: a positive pair should be nearer than one margin, a negative pair farther than
 * another. A pair misses its margin by u = [d - positiveMargin]<sub>+</sub> or u = [negativeMargin
 * - d]<sub>+</sub>, and adds it in one of these forms:
 *
 * <ul>
 *   <li>u<sup>2</sup>/2, Euclidean: <a
 *       href="http://yann.lecun.com/exdb/publis/pdf/hadsell-chopra-lecun-06.pdf">Hadsell, Chopra,
 *       LeCun 2006</a> (negativeMargin = m); u<sup>2</sup>: TensorFlow Addons
 *   <li>u, Euclidean: R. Gomez's pairwise ranking loss; with {@link Mean#EACH_SIDE_NON_ZERO}
 *       pytorch-metric-learning's {@code ContrastiveLoss}
 *   <li>u, cosine, negativeMargin = 1 - margin: PyTorch's {@code CosineEmbeddingLoss}
 * </ul>
 *
 * <p>Without pairs the value and the slope are 0. A term exactly at its margin, a pair that
 * coincides, and a zero vector under the cosine have zero slope. A squared distance is refused,
 * because the form does the squaring.
 *
 * @param distance what near and far mean: Euclidean or cosine
 * @param miner which pairs count
 * @param form what a pair adds
 * @param positiveMargin in units of the distance; default 0
 * @param negativeMargin in units of the distance; default 1, for embeddings of any length
 * @param mean what the sum is divided by
 */
public record ContrastiveLoss(
    Distance distance,
    Miner miner,
    Form form,
    double positiveMargin,
    double negativeMargin,
    Mean mean)
    implements RankingLoss {

  public ContrastiveLoss {
    if (distance == Distance.SQUARED_EUCLIDEAN) {
      throw new IllegalArgumentException(
          "Contrastive loss squares the distance itself; use EUCLIDEAN with form SQUARED or"
              + " HALF_SQUARED in place of SQUARED_EUCLIDEAN");
    }
  }

  @Override
  public Origin origin() {
    return distance.translationInvariant() ? Origin.BATCH_MEAN : Origin.ZERO;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Distances distances = new Distances(distance, input.gram());
    Pairs pairs = miner.mine(distances, input.rows(), input.seed()).pairs();
    double[] positives = misses(distances, pairs.positiveAnchors(), pairs.positives(), 1);
    double[] negatives = misses(distances, pairs.negativeAnchors(), pairs.negatives(), -1);
    long activePositives = active(positives);
    long activeNegatives = active(negatives);
    double positiveWeight = inverse(pairs.count());
    double negativeWeight = positiveWeight;
    if (mean == Mean.EACH_SIDE_NON_ZERO) {
      positiveWeight = inverse(activePositives);
      negativeWeight = inverse(activeNegatives);
    }
    int size = distances.size();
    double[] slopes = input.gram().takeZeros();
    for (int i = 0; i < positives.length; i++) {
      slopes[pairs.positiveAnchors()[i] * size + pairs.positives()[i]] +=
          positiveWeight * slope(positives[i]);
    }
    for (int i = 0; i < negatives.length; i++) {
      slopes[pairs.negativeAnchors()[i] * size + pairs.negatives()[i]] -=
          negativeWeight * slope(negatives[i]);
    }
    return new LossResult(
        positiveWeight * sum(positives) + negativeWeight * sum(negatives),
        distances.gramSlope(slopes),
        pairs.count(),
        activePositives + activeNegatives);
  }

  /** Returns the amount by which each pair misses its margin; 0 if it does not. */
  private double[] misses(Distances distances, int[] anchors, int[] partners, int sign) {
    double margin = sign > 0 ? positiveMargin : negativeMargin;
    double[] misses = new double[anchors.length];
    for (int i = 0; i < misses.length; i++) {
      misses[i] = Math.max(0, sign * (distances.between(anchors[i], partners[i]) - margin));
    }
    return misses;
  }

  private double sum(double[] misses) {
    double sum = 0;
    for (double miss : misses) {
      sum += form == Form.LINEAR ? miss : miss * miss;
    }
    return form == Form.HALF_SQUARED ? sum / 2 : sum;
  }

  private double slope(double miss) {
    return switch (form) {
      case HALF_SQUARED -> miss;
      case SQUARED -> 2 * miss;
      case LINEAR -> miss > 0 ? 1 : 0;
    };
  }

  private static long active(double[] misses) {
    long active = 0;
    for (double miss : misses) {
      active += miss > 0 ? 1 : 0;
    }
    return active;
  }

  private static double inverse(long count) {
    return count == 0 ? 0 : 1.0 / count;
  }
}
