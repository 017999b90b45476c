/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.io.Serializable;
import java.util.Locale;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/** Which pairs or triplets of a batch a loss learns from, and the rule's constants. Immutable. */
public sealed interface MinerSettings extends Serializable {

  /** The rules by the names they are written with. */
  enum Name {
    /** Every pair or triplet there is. */
    ALL,
    /** Each positive pair with negatives drawn evenly. */
    RANDOM,
    /** Triplets at rest: the negative is farther by more than the margin. */
    EASY,
    /** Each positive pair with its nearest farther negative. */
    SEMI_HARD,
    /** Triplets whose negative is farther, by the margin at most (FaceNet). */
    SEMI_HARD_BAND,
    /** Triplets whose negative is no farther than the positive. */
    HARD,
    /** Triplets within the margin: hard and semi-hard-band together. */
    WITHIN_MARGIN,
    /** Each anchor with its farthest positive and nearest negative (Hermans et al. 2017). */
    BATCH_HARD,
    /** Each anchor with a positive and a negative drawn among the hard ones (Roth et al. 2020). */
    SOFT_HARD,
    /** Each anchor with one positive and one negative, each chosen by its own strategy. */
    BATCH_EASY_HARD,
    /** Each unordered positive pair with its nearest negative, if within the margin. */
    HARDEST,
    /** All positive pairs, and as many negative pairs, the closest of the batch. */
    CLOSEST,
    /** Pairs beyond the other kind's extreme by a tolerance (Wang et al. 2019). */
    MULTI_SIMILARITY,
    /** Each positive pair with a negative drawn evenly by distance (Wu et al. 2017). */
    DISTANCE_WEIGHTED,
    /** Positives farther than one margin, negatives nearer than another. */
    PAIR_MARGIN
  }

  /** Every pair or triplet there is. */
  record All() implements MinerSettings {}

  /** All positive pairs, and as many negative pairs, the closest of the batch. */
  record Closest() implements MinerSettings {}

  /** Each anchor with a positive and a negative drawn among those on the wrong side. */
  record SoftHard() implements MinerSettings {}

  /**
   * Each positive pair with negatives drawn evenly.
   *
   * @param negatives drawn for each pair, at least 1; default 1
   */
  record Random(int negatives) implements MinerSettings {

    public Random {
      Check.atLeast("loss.miner.random.negatives", negatives, 1);
    }
  }

  /**
   * Every triplet whose gap d(a,n) - d(a,p) lies where asked for.
   *
   * @param kind which gaps
   * @param margin over 0, in units of the distance; default 0.2
   */
  record Gap(Kind kind, double margin) implements MinerSettings {

    /** Which gaps count; a gap of exactly 0 is hard, one of exactly the margin is not yet easy. */
    public enum Kind {
      /** Beyond the margin: at rest under a hinge. */
      EASY,
      /** Over 0 and up to the margin. */
      SEMI_HARD,
      /** 0 and less: the negative is no farther than the positive. */
      HARD,
      /** Up to the margin: hard and semi-hard. */
      WITHIN
    }

    public Gap {
      Check.positive("loss.miner.margin", margin);
    }
  }

  /**
   * Each positive pair with its nearest farther negative.
   *
   * @param bound how much farther at most, in units of the distance; infinite by default
   * @param fallback negative of a pair that has none; default the farthest
   * @param positives which pairs count; default all
   */
  record SemiHard(double bound, Fallback fallback, Positives positives) implements MinerSettings {

    /** Whether there is an upper bound. */
    public enum Bound {
      /** However far. */
      NONE,
      /** By loss.miner.margin at most. */
      MARGIN
    }

    /** The negative of a pair that has no semi-hard one. */
    public enum Fallback {
      /** The farthest, which is the easiest (TF Addons). */
      FARTHEST,
      /** Any, drawn evenly by the seed. */
      RANDOM,
      /** None: the pair is left out. */
      SKIP,
      /** The nearest. */
      HARDEST
    }

    /** Which positive pairs count. */
    public enum Positives {
      /** Every one. */
      ALL,
      /** Each anchor with its farthest positive (TF Similarity). */
      HARDEST,
      /** Each anchor with one positive, drawn evenly by the seed. */
      RANDOM
    }

    public SemiHard {
      if (bound != Double.POSITIVE_INFINITY) {
        Check.positive("loss.miner.margin", bound);
      }
    }
  }

  /**
   * Each anchor with its farthest positive and nearest negative.
   *
   * @param anchors what becomes of those without either; default left out
   */
  record BatchHard(Anchors anchors) implements MinerSettings {

    /** What becomes of an anchor without a positive or without a negative. */
    public enum Anchors {
      /** It is left out. */
      VALID,
      /**
       * It counts, as in TensorFlow Addons' {@code triplet_hard_loss}: without a positive it is its
       * own, at distance 0; without a negative the farthest row of all stands in.
       */
      ALL
    }
  }

  /**
   * Each anchor with one positive and one negative.
   *
   * @param positives how positives are chosen; default easy
   * @param positiveRange distances among which they are
   * @param negatives how negatives are chosen; default semi-hard
   * @param negativeRange distances among which they are
   */
  record BatchEasyHard(
      Strategy positives, Range positiveRange, Strategy negatives, Range negativeRange)
      implements MinerSettings {

    /** How one side is chosen. */
    public enum Strategy {
      /** Every one. */
      ALL,
      /** The nearest positive; the farthest negative. */
      EASY,
      /**
       * The farthest positive strictly nearer than the chosen negative; the nearest negative
       * strictly farther than the chosen positive.
       */
      SEMI_HARD,
      /** The farthest positive; the nearest negative. */
      HARD
    }

    /**
     * A closed range of distances.
     *
     * @param least in units of the distance
     * @param most in units of the distance, at least the least
     */
    public record Range(double least, double most) implements Serializable {}

    public BatchEasyHard {
      check("loss.miner.batch-easy-hard.positive-most", positiveRange);
      check("loss.miner.batch-easy-hard.negative-most", negativeRange);
      if (!goTogether(positives, negatives) || !goTogether(negatives, positives)) {
        throw new ConfigurationException(
            "loss.miner.batch-easy-hard.negatives",
            written(negatives),
            "semi-hard is measured against one chosen partner, and positives are "
                + written(positives)
                + "; make one side semi-hard at most, and the other easy or hard");
      }
    }

    private static String written(Strategy strategy) {
      return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean goTogether(Strategy one, Strategy other) {
      return one != Strategy.SEMI_HARD || other == Strategy.EASY || other == Strategy.HARD;
    }

    private static void check(String key, Range range) {
      if (!(range.least() <= range.most())) {
        throw new ConfigurationException(
            key, range.most(), "it must be at least the least, " + range.least());
      }
    }
  }

  /**
   * Each unordered positive pair with its nearest negative, if within the margin.
   *
   * @param margin over 0, in units of the distance; default 0.2
   */
  record Hardest(double margin) implements MinerSettings {

    public Hardest {
      Check.positive("loss.miner.margin", margin);
    }
  }

  /**
   * Pairs beyond the other kind's extreme.
   *
   * @param epsilon zero or more, in units of the distance; default 0.1
   */
  record MultiSimilarity(double epsilon) implements MinerSettings {

    public MultiSimilarity {
      Check.notNegative("loss.miner.multi-similarity.epsilon", epsilon);
    }
  }

  /**
   * Each positive pair with a negative drawn evenly by distance.
   *
   * @param dimension of the embeddings, at least 2
   * @param cutoff over 0: nearer negatives count as this far; default 0.5
   * @param reach over the cutoff, at most 2: farther negatives are not drawn; default 1.4
   */
  record DistanceWeighted(int dimension, double cutoff, double reach) implements MinerSettings {

    public DistanceWeighted {
      Check.atLeast("embedding.dim", dimension, 2);
      Check.positive("loss.miner.distance-weighted.cutoff", cutoff);
      if (!(reach > cutoff && reach <= 2)) {
        throw new ConfigurationException(
            "loss.miner.distance-weighted.reach",
            reach,
            "it must be over the cutoff, " + cutoff + ", and at most 2");
      }
    }
  }

  /**
   * Positives farther than one margin, negatives nearer than another.
   *
   * @param positive zero or more, in units of the distance; default 0.2
   * @param negative over 0, in units of the distance; default 0.8
   */
  record PairMargin(double positive, double negative) implements MinerSettings {

    public PairMargin {
      Check.notNegative("loss.miner.pair-margin.positive", positive);
      Check.positive("loss.miner.pair-margin.negative", negative);
    }
  }
}
