/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.loss.LossSettings.Triplet.Distance;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/** Losses of pairs and triplets beside the triplet loss itself. Immutable. */
public sealed interface TupleLossSettings extends LossSettings {

  /**
   * Contrastive loss: positives shall be nearer than one margin, negatives farther than another.
   *
   * @param miner which pairs count; default all
   * @param form what a pair adds; default half-squared, as Hadsell et al. 2006
   * @param positiveMargin zero or more, in units of the distance; default 0
   * @param negativeMargin over 0, in units of the distance; default 1
   * @param distance Euclidean (default) or cosine
   * @param mean what the sum is divided by; default all pairs
   */
  record Contrastive(
      MinerSettings miner,
      Form form,
      double positiveMargin,
      double negativeMargin,
      Distance distance,
      Mean mean)
      implements TupleLossSettings {

    /** What a pair adds, as a function of by how much it misses its margin. */
    public enum Form {
      /** u<sup>2</sup>/2. */
      HALF_SQUARED,
      /** u<sup>2</sup>. */
      SQUARED,
      /** u: far misses pull no harder than near ones. */
      LINEAR
    }

    /** What the sum is divided by. */
    public enum Mean {
      /** All pairs, those at rest included. Where negatives are many, positives weigh little. */
      ALL_PAIRS,
      /**
       * The positive pairs that add something, and the negative pairs that do, each for themselves:
       * both sides weigh the same.
       */
      EACH_SIDE_NON_ZERO
    }

    public Contrastive {
      Check.notNegative("loss.contrastive.positive-margin", positiveMargin);
      Check.positive("loss.contrastive.negative-margin", negativeMargin);
      if (distance == Distance.SQUARED_EUCLIDEAN) {
        throw new ConfigurationException(
            "loss.contrastive.distance",
            "squared-euclidean",
            "the form squares it already; use euclidean with form = half-squared or squared");
      }
    }

    @Override
    public String written() {
      return "contrastive";
    }
  }

  /**
   * Margin loss: positives shall be nearer, negatives farther than a learned boundary by a margin.
   *
   * @param miner which triplets count; default distance-weighted
   * @param margin over 0, in units of the distance; default 0.2
   * @param beta the boundary at the start, over 0, in units of the distance; default 1.2
   * @param betaRate what the learning rate is multiplied by for it, 0 to fix it; default 0.5
   * @param distance Euclidean (default), squared Euclidean or cosine
   */
  record Margin(MinerSettings miner, double margin, double beta, double betaRate, Distance distance)
      implements TupleLossSettings {

    public Margin {
      Check.positive("loss.margin.margin", margin);
      Check.positive("loss.margin.beta", beta);
      Check.notNegative("loss.margin.beta-rate", betaRate);
    }

    @Override
    public String written() {
      return "margin";
    }
  }
}
