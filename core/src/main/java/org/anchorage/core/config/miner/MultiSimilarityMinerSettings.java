/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Pairs beyond the other kind's extreme.
 *
 * @param epsilon zero or more, in units of the distance; default 0.1
 */
public record MultiSimilarityMinerSettings(double epsilon) implements MinerSettings {

  public static final Key EPSILON = Key.fixed("loss.miner.multi-similarity.epsilon");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(EPSILON);

  public MultiSimilarityMinerSettings {
    Bounds.notNegative(EPSILON, epsilon);
  }

  static MultiSimilarityMinerSettings read(TypedValues value) {
    return new MultiSimilarityMinerSettings(value.number(EPSILON));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.multiSimilarity(this);
  }
}
