/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Each positive pair with its nearest farther negative.
 *
 * @param bound how much farther at most, in units of the distance; infinite by default
 * @param fallback negative of a pair that has no semi-hard one; default the farthest
 * @param positives which pairs count; default all
 */
public record SemiHardMinerSettings(double bound, Fallback fallback, Positives positives)
    implements MinerSettings {

  public static final Key BOUND = Key.fixed("loss.miner.semi-hard.bound");
  public static final Key FALLBACK = Key.fixed("loss.miner.semi-hard.fallback");
  public static final Key POSITIVES = Key.fixed("loss.miner.semi-hard.positives");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(BOUND, FALLBACK, POSITIVES);

  /** Whether there is an upper bound. */
  public enum Bound {
    /** No bound. */
    NONE,
    /** At most loss.miner.margin. */
    MARGIN
  }

  /** The negative of a pair that has no semi-hard one. */
  public enum Fallback {
    /** The farthest, which is the easiest (TF Addons). */
    FARTHEST,
    /** Any, drawn uniformly by the seed. */
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
    /** Each anchor with one positive, drawn uniformly by the seed. */
    RANDOM
  }

  public SemiHardMinerSettings {
    if (bound != Double.POSITIVE_INFINITY) {
      Bounds.positive(MARGIN, bound);
    }
  }

  static SemiHardMinerSettings read(TypedValues value) {
    Bound bound = value.choice(BOUND, Bound.class);
    return new SemiHardMinerSettings(
        bound == Bound.NONE ? Double.POSITIVE_INFINITY : value.number(MARGIN),
        value.choice(FALLBACK, Fallback.class),
        value.choice(POSITIVES, Positives.class));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.semiHard(this);
  }
}
