/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/** The ranking loss that is trained with, and its constants. Immutable. */
public sealed interface LossSettings extends Serializable
    permits LossSettings.Triplet,
        LossSettings.NPairs,
        TupleLossSettings,
        SimilarityLossSettings,
        ClassVectorLossSettings,
        CombinedLossSettings {

  /** Returns the name as written in {@code loss.name}. */
  String written();

  /** Returns the losses that this one is made of; itself, where it is not made of others. */
  default List<LossSettings> parts() {
    return List.of(this);
  }

  /** Returns whether the loss reads a batch as pairs, which is how it must then be drawn. */
  default boolean takesPairs() {
    return false;
  }

  /**
   * Triplet loss: an anchor's positive shall be nearer than its negative by a margin.
   *
   * @param miner which triplets of the batch count; default semi-hard
   * @param margin of the hinge, over 0, in units of the distance; default 0.2, for normalised
   *     embeddings
   * @param term hinge with margin (default), or soft
   * @param softMargin of the soft term, in units of the distance; default 0
   * @param distance squared Euclidean (default, as FaceNet), Euclidean or cosine
   * @param swap whether a negative may be measured from the positive; default never
   * @param reducer how the triplets become one number; default their mean
   * @param epsilon what PyTorch adds to every component of a difference, 0 (default) or 1e-6; over
   *     0 only with hinge, Euclidean distance and mean
   */
  record Triplet(
      MinerSettings miner,
      double margin,
      Term term,
      double softMargin,
      Distance distance,
      Swap swap,
      Reducer reducer,
      double epsilon)
      implements LossSettings {

    /** What a triplet adds to the loss. */
    public enum Term {
      /** max(0, d_ap - d_an + margin). */
      HINGE,
      /** log(1 + exp(d_ap - d_an + soft margin)). */
      SOFT
    }

    /** What near and far mean. */
    public enum Distance {
      /** |x - y|^2. */
      SQUARED_EUCLIDEAN,
      /** |x - y|. */
      EUCLIDEAN,
      /** 1 - cos(x, y). */
      COSINE
    }

    /** Whether a negative may be measured from the positive. */
    public enum Swap {
      /** From the anchor, always. */
      NEVER,
      /** From whichever of the two it is nearer to. */
      WHERE_NEARER
    }

    /** How the triplets become one number. */
    public enum Reducer {
      /** The mean over all that were mined. */
      MEAN,
      /** The mean over those with a value over 0. */
      MEAN_NON_ZERO,
      /** The sum over the number with a value over 1e-16. */
      SUM_OVER_ACTIVE
    }

    public Triplet {
      Check.positive("loss.triplet.margin", margin);
      Check.notNegative("loss.triplet.soft-margin", softMargin);
      Check.notNegative("loss.triplet.epsilon", epsilon);
      if (epsilon > 0
          && (term != Term.HINGE || distance != Distance.EUCLIDEAN || reducer != Reducer.MEAN)) {
        throw new ConfigurationException(
            "loss.triplet.epsilon",
            epsilon,
            "PyTorch has it with term = hinge, distance = euclidean and reducer = mean only; set"
                + " these, or it to 0");
      }
    }

    @Override
    public String written() {
      return "triplet";
    }
  }

  /**
   * N-pairs loss: an anchor shall be more similar to its positive than to every other pair's.
   *
   * @param l2 weight of the squared lengths, zero or more; default 0.002
   * @param repeats what becomes of further positives of the anchor's class; default leave-out
   * @param anchor which length an anchor has in the products; default as-embedded
   * @param negatives which images of other classes it is told from; default positives
   */
  record NPairs(double l2, Repeats repeats, Anchor anchor, Negatives negatives)
      implements LossSettings {

    /** What becomes of the positives of other pairs of the anchor's class. */
    public enum Repeats {
      /** They are neither positives nor negatives of the anchor. */
      LEAVE_OUT,
      /** The anchor's target is shared evenly by all positives of its class (TF Addons). */
      SHARE
    }

    /** The length of an anchor in its products. */
    public enum Anchor {
      /** Its own, as in the paper. */
      AS_EMBEDDED,
      /** 1: what counts is how far the others reach in its direction. */
      UNIT_LENGTH
    }

    /** Which images of other classes an anchor is told from. */
    public enum Negatives {
      /** The positives of their pairs, as in the paper. */
      POSITIVES,
      /** Their anchors too. */
      IMAGES
    }

    public NPairs {
      Check.notNegative("loss.n-pairs.l2", l2);
    }

    @Override
    public String written() {
      return "n-pairs";
    }

    @Override
    public boolean takesPairs() {
      return true;
    }
  }
}
