/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;

/** The ranking loss that is trained with, and its constants. Immutable. */
public sealed interface LossSettings extends Serializable
    permits LossSettings.Triplet, LossSettings.NPairs, SimilarityLossSettings {

  /** Returns the name as written in {@code loss.name}. */
  String written();

  /** Returns whether the loss reads a batch as pairs, which is how it must then be drawn. */
  default boolean takesPairs() {
    return false;
  }

  /**
   * Triplet loss: an anchor's positive shall be nearer than its negative by a margin.
   *
   * @param miner which triplets of the batch count; default semi-hard
   * @param margin over 0, in units of the distance; default 0.2, for normalised embeddings
   * @param term hinge with margin (default), or soft margin without
   * @param distance squared Euclidean (default, as FaceNet), Euclidean or cosine
   */
  record Triplet(Miner miner, double margin, Term term, Distance distance) implements LossSettings {

    /** Which triplets of the batch count. */
    public enum Miner {
      /** Each positive pair with its nearest farther negative (the rule of TF Addons). */
      SEMI_HARD,
      /** Each anchor with its farthest positive and nearest negative (Hermans et al. 2017). */
      BATCH_HARD
    }

    /** What a triplet adds to the loss. */
    public enum Term {
      /** max(0, d_ap - d_an + margin). */
      HINGE,
      /** log(1 + exp(d_ap - d_an)); no margin. */
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

    public Triplet {
      Check.positive("loss.triplet.margin", margin);
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
   */
  record NPairs(double l2) implements LossSettings {

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
