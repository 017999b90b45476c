/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Positives farther than one margin, negatives nearer than another.
 *
 * @param positive zero or more, in units of the distance; default 0.2
 * @param negative over 0, in units of the distance; default 0.8
 */
public record PairMarginMinerSettings(double positive, double negative) implements MinerSettings {

  public static final Key POSITIVE = Key.fixed("loss.miner.pair-margin.positive");
  public static final Key NEGATIVE = Key.fixed("loss.miner.pair-margin.negative");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(POSITIVE, NEGATIVE);

  public PairMarginMinerSettings {
    Bounds.notNegative(POSITIVE, positive);
    Bounds.positive(NEGATIVE, negative);
  }

  static PairMarginMinerSettings read(TypedValues value) {
    return new PairMarginMinerSettings(value.number(POSITIVE), value.number(NEGATIVE));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.pairMargin(this);
  }
}
