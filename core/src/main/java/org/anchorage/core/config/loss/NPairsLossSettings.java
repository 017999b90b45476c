/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * N-pairs loss: an anchor should be more similar to its positive than to any other pair's.
 * Immutable.
 *
 * @param l2 weight of the squared lengths, zero or more; default 0.002
 * @param repeats how further positives of the anchor's class count; default leave-out
 * @param anchor which length an anchor has in the products; default as-embedded
 * @param negatives which images of other classes are its negatives; default positives
 */
public record NPairsLossSettings(double l2, Repeats repeats, Anchor anchor, Negatives negatives)
    implements LossSettings {

  public static final Key L2 = Key.fixed("loss.n-pairs.l2");
  public static final Key REPEATS = Key.fixed("loss.n-pairs.repeats");
  public static final Key ANCHOR = Key.fixed("loss.n-pairs.anchor");
  public static final Key NEGATIVES = Key.fixed("loss.n-pairs.negatives");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(L2, REPEATS, ANCHOR, NEGATIVES);

  /** How the positives of other pairs of the anchor's class count. */
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
    /** 1: only the others' extent in its direction counts. */
    UNIT_LENGTH
  }

  /** Which images of other classes are an anchor's negatives. */
  public enum Negatives {
    /** The positives of their pairs, as in the paper. */
    POSITIVES,
    /** Their anchors too. */
    IMAGES
  }

  public NPairsLossSettings {
    Bounds.notNegative(L2, l2);
  }

  static NPairsLossSettings read(TypedValues value) {
    return new NPairsLossSettings(
        value.number(L2),
        value.choice(REPEATS, Repeats.class),
        value.choice(ANCHOR, Anchor.class),
        value.choice(NEGATIVES, Negatives.class));
  }

  @Override
  public LossName name() {
    return LossName.N_PAIRS;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.nPairs(this);
  }

  @Override
  public boolean takesPairs() {
    return true;
  }
}
