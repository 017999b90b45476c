/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Each anchor with its farthest positive and nearest negative.
 *
 * @param anchors how an anchor counts that lacks one of them; default left out
 */
public record BatchHardMinerSettings(Anchors anchors) implements MinerSettings {

  public static final Key ANCHORS = Key.fixed("loss.miner.batch-hard.anchors");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(ANCHORS);

  /** How an anchor without a positive or without a negative counts. */
  public enum Anchors {
    /** It is left out. */
    VALID,
    /**
     * It counts, as in TensorFlow Addons' {@code triplet_hard_loss}: without a positive, it is its
     * own positive at distance 0; without a negative, the farthest row of all takes its place.
     */
    ALL
  }

  static BatchHardMinerSettings read(TypedValues value) {
    return new BatchHardMinerSettings(value.choice(ANCHORS, Anchors.class));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.batchHard(this);
  }
}
