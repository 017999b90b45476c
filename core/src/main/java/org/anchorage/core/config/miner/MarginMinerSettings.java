/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.TypedValues;

/**
 * Every triplet whose gap d(a,n) - d(a,p) lies in the range of its kind.
 *
 * @param kind which gaps
 * @param margin over 0, in units of the distance; default 0.2
 */
public record MarginMinerSettings(Kind kind, double margin) implements MinerSettings {

  /** Which gaps count; a gap of exactly 0 is hard, one of exactly the margin is not yet easy. */
  public enum Kind {
    /** Beyond the margin: adds nothing to a hinge. */
    EASY,
    /** Over 0 and up to the margin. */
    SEMI_HARD,
    /** 0 or less: the negative is no farther than the positive. */
    HARD,
    /** Up to the margin: hard and semi-hard. */
    WITHIN
  }

  public MarginMinerSettings {
    Bounds.positive(MARGIN, margin);
  }

  static MarginMinerSettings read(TypedValues value, Kind kind) {
    return new MarginMinerSettings(kind, value.number(MARGIN));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.margin(this);
  }
}
