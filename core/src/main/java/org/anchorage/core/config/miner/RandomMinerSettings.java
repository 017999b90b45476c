/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Each positive pair with negatives drawn uniformly.
 *
 * @param negatives drawn for each pair, at least 1; default 1
 */
public record RandomMinerSettings(int negatives) implements MinerSettings {

  public static final Key NEGATIVES = Key.fixed("loss.miner.random.negatives");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(NEGATIVES);

  public RandomMinerSettings {
    Bounds.atLeast(NEGATIVES, negatives, 1);
  }

  static RandomMinerSettings read(TypedValues value) {
    return new RandomMinerSettings(value.whole(NEGATIVES));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.random(this);
  }
}
