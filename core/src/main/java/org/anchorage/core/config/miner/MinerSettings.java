/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.io.Serializable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Which pairs or triplets of a batch a loss learns from, and the rule's constants. Immutable.
 *
 * <p>Each miner has a record, which declares its keys, checks its constants and reads them. {@link
 * MinerName} is the table of names. A {@link MinerVisitor} has a method for each miner.
 */
public sealed interface MinerSettings extends Serializable
    permits AllMinerSettings,
        RandomMinerSettings,
        MarginMinerSettings,
        SemiHardMinerSettings,
        BatchHardMinerSettings,
        SoftHardMinerSettings,
        BatchEasyHardMinerSettings,
        HardestNegativeMinerSettings,
        ClosestNegativesMinerSettings,
        MultiSimilarityMinerSettings,
        DistanceWeightedMinerSettings,
        PairMarginMinerSettings {

  /** The margin that several rules share. */
  Key MARGIN = Key.fixed("loss.miner.margin");

  /**
   * Reads the miner of a loss.
   *
   * @param miner the key that names it
   * @param distance the key of the distance that the loss measures by
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  static MinerSettings read(TypedValues value, Key miner, Key distance) {
    return value.choice(miner, MinerName.class).read(value, miner, distance);
  }

  /** Calls the visitor's method for this kind of miner. */
  <R> R accept(MinerVisitor<R> visitor);
}
