/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

/**
 * An operation for each kind of miner. A new miner gets a method here, and the compiler names every
 * visitor that lacks it.
 *
 * @param <R> result of the operation
 */
public interface MinerVisitor<R> {

  R all(AllMinerSettings settings);

  R random(RandomMinerSettings settings);

  R margin(MarginMinerSettings settings);

  R semiHard(SemiHardMinerSettings settings);

  R batchHard(BatchHardMinerSettings settings);

  R softHard(SoftHardMinerSettings settings);

  R batchEasyHard(BatchEasyHardMinerSettings settings);

  R hardestNegative(HardestNegativeMinerSettings settings);

  R closestNegatives(ClosestNegativesMinerSettings settings);

  R multiSimilarity(MultiSimilarityMinerSettings settings);

  R distanceWeighted(DistanceWeightedMinerSettings settings);

  R pairMargin(PairMarginMinerSettings settings);
}
