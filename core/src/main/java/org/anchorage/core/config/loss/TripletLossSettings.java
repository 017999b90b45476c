/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.miner.MinerSettings;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.gram.Distance;

/**
 * Triplet loss: an anchor's positive should be nearer than its negative by a margin. Immutable.
 *
 * @param miner which triplets of the batch count; default semi-hard
 * @param margin of the hinge, over 0, in units of the distance; default 0.2, for normalised
 *     embeddings
 * @param term hinge with margin (default), or soft
 * @param softMargin of the soft term, in units of the distance; default 0
 * @param distance squared Euclidean (default, as FaceNet), Euclidean or cosine
 * @param swap whether a negative may be measured from the positive; default never
 * @param reducer how the triplets become one number; default their mean
 * @param epsilon what PyTorch adds to every component of a difference, 0 (default) or 1e-6; over 0
 *     only with hinge, Euclidean distance and mean
 */
public record TripletLossSettings(
    MinerSettings miner,
    double margin,
    Term term,
    double softMargin,
    Distance distance,
    Swap swap,
    Reducer reducer,
    double epsilon)
    implements LossSettings {

  public static final Key MINER = Key.fixed("loss.triplet.miner");
  public static final Key MARGIN = Key.fixed("loss.triplet.margin");
  public static final Key TERM = Key.fixed("loss.triplet.term");
  public static final Key SOFT_MARGIN = Key.fixed("loss.triplet.soft-margin");
  public static final Key DISTANCE = Key.fixed("loss.triplet.distance");
  public static final Key SWAP = Key.fixed("loss.triplet.swap");
  public static final Key REDUCER = Key.fixed("loss.triplet.reducer");
  public static final Key EPSILON = Key.fixed("loss.triplet.epsilon");

  /** Every key of this record. */
  static final List<Key> KEYS =
      List.of(MINER, MARGIN, TERM, SOFT_MARGIN, DISTANCE, SWAP, REDUCER, EPSILON);

  /** What a triplet adds to the loss. */
  public enum Term {
    /** max(0, d_ap - d_an + margin). */
    HINGE,
    /** log(1 + exp(d_ap - d_an + soft margin)). */
    SOFT
  }

  /**
   * Whether a triplet's negative may be measured from its positive instead of its anchor ("anchor
   * swap", <a href="https://bmva-archive.org.uk/bmvc/2016/papers/paper119/index.html">Balntas et
   * al. 2016</a>).
   */
  public enum Swap {
    /** From the anchor, always. */
    NEVER,
    /**
     * From the nearer of the two: d(a,n) becomes min(d(a,n), d(p,n)). On a tie, from the anchor.
     */
    WHERE_NEARER
  }

  /** How the triplets of a batch become one number: their sum times a weight. */
  public enum Reducer {
    /** The mean over all mined triplets, zeros included; 0 if there are none. */
    MEAN,
    /**
     * The mean over those with a value over 0; 0 if there are none. The gradient does not fade as
     * more triplets reach 0, but it is noisier.
     */
    MEAN_NON_ZERO,
    /**
     * The sum over the number with a value over 1e-16, as the batch-all loss of <a
     * href="https://arxiv.org/abs/1703.07737">Hermans et al. 2017</a> is usually computed; 0 if
     * there are none.
     */
    SUM_OVER_ACTIVE
  }

  public TripletLossSettings {
    Bounds.positive(MARGIN, margin);
    Bounds.notNegative(SOFT_MARGIN, softMargin);
    Bounds.notNegative(EPSILON, epsilon);
    if (epsilon > 0
        && (term != Term.HINGE || distance != Distance.EUCLIDEAN || reducer != Reducer.MEAN)) {
      throw new ConfigurationException(
          EPSILON,
          epsilon,
          "PyTorch has it only with term = hinge, distance = euclidean and reducer = mean; set"
              + " these, or set it to 0");
    }
  }

  static TripletLossSettings read(TypedValues value) {
    return new TripletLossSettings(
        MinerSettings.read(value, MINER, DISTANCE),
        value.number(MARGIN),
        value.choice(TERM, Term.class),
        value.number(SOFT_MARGIN),
        value.choice(DISTANCE, Distance.class),
        value.choice(SWAP, Swap.class),
        value.choice(REDUCER, Reducer.class),
        value.number(EPSILON));
  }

  @Override
  public LossName name() {
    return LossName.TRIPLET;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.triplet(this);
  }
}
