/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.miner.AllMinerSettings;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings;
import org.anchorage.core.config.miner.BatchHardMinerSettings;
import org.anchorage.core.config.miner.ClosestNegativesMinerSettings;
import org.anchorage.core.config.miner.DistanceWeightedMinerSettings;
import org.anchorage.core.config.miner.HardestNegativeMinerSettings;
import org.anchorage.core.config.miner.MarginMinerSettings;
import org.anchorage.core.config.miner.MinerVisitor;
import org.anchorage.core.config.miner.MultiSimilarityMinerSettings;
import org.anchorage.core.config.miner.PairMarginMinerSettings;
import org.anchorage.core.config.miner.RandomMinerSettings;
import org.anchorage.core.config.miner.SemiHardMinerSettings;
import org.anchorage.core.config.miner.SoftHardMinerSettings;
import org.anchorage.mining.tuples.BatchEasyHardMiner;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.ClosestNegativesMiner;
import org.anchorage.mining.tuples.DistanceWeightedMiner;
import org.anchorage.mining.tuples.HardestNegativeMiner;
import org.anchorage.mining.tuples.MarginMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.MultiSimilarityMiner;
import org.anchorage.mining.tuples.PairMarginMiner;
import org.anchorage.mining.tuples.RandomMiner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.anchorage.mining.tuples.SoftHardMiner;

/**
 * Makes the miner that settings describe.
 *
 * @param all miner of every pair or of every triplet, as the loss takes them
 */
record MinerFactory(Miner all) implements MinerVisitor<Miner> {

  @Override
  public Miner all(AllMinerSettings settings) {
    return all;
  }

  @Override
  public Miner random(RandomMinerSettings settings) {
    return new RandomMiner(settings.negatives());
  }

  @Override
  public Miner margin(MarginMinerSettings settings) {
    return new MarginMiner(settings.kind(), settings.margin());
  }

  @Override
  public Miner semiHard(SemiHardMinerSettings settings) {
    return new SemiHardMiner(settings.bound(), settings.fallback(), settings.positives());
  }

  @Override
  public Miner batchHard(BatchHardMinerSettings settings) {
    return new BatchHardMiner(settings.anchors());
  }

  @Override
  public Miner softHard(SoftHardMinerSettings settings) {
    return new SoftHardMiner();
  }

  @Override
  public Miner batchEasyHard(BatchEasyHardMinerSettings settings) {
    return new BatchEasyHardMiner(
        settings.positives(),
        settings.negatives(),
        settings.positiveRange(),
        settings.negativeRange());
  }

  @Override
  public Miner hardestNegative(HardestNegativeMinerSettings settings) {
    return new HardestNegativeMiner(settings.margin());
  }

  @Override
  public Miner closestNegatives(ClosestNegativesMinerSettings settings) {
    return new ClosestNegativesMiner();
  }

  @Override
  public Miner multiSimilarity(MultiSimilarityMinerSettings settings) {
    return new MultiSimilarityMiner(settings.epsilon());
  }

  @Override
  public Miner distanceWeighted(DistanceWeightedMinerSettings settings) {
    return new DistanceWeightedMiner(settings.dimension(), settings.cutoff(), settings.reach());
  }

  @Override
  public Miner pairMargin(PairMarginMinerSettings settings) {
    return new PairMarginMiner(settings.positive(), settings.negative());
  }
}
