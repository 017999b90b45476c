/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.LossSettings.Triplet;
import org.anchorage.core.config.loss.MinerSettings;
import org.anchorage.core.config.loss.TupleLossSettings;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.AllPairsMiner;
import org.anchorage.mining.tuples.AllTripletsMiner;
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

/** From settings to losses of pairs and triplets. */
final class TupleLosses {

  private TupleLosses() {}

  static RankingLoss of(Triplet settings) {
    Swap swap = swap(settings.swap());
    boolean all = settings.miner() instanceof MinerSettings.All;
    Miner miner = miner(settings.miner(), new AllTripletsMiner());
    if (settings.epsilon() > 0) {
      return new TripletMarginLoss(miner, settings.margin(), settings.epsilon(), swap);
    }
    Distance distance = distance(settings.distance());
    Term term = term(settings);
    Reducer reducer = reducer(settings.reducer());
    return all
        ? new BatchAllLoss(distance, term, swap, reducer)
        : new TripletLoss(distance, miner, term, swap, reducer);
  }

  static RankingLoss of(TupleLossSettings settings) {
    if (settings instanceof TupleLossSettings.Contrastive contrastive) {
      return new ContrastiveLoss(
          distance(contrastive.distance()),
          miner(contrastive.miner(), new AllPairsMiner(AllPairsMiner.Order.UNORDERED)),
          contrastive.form(),
          contrastive.positiveMargin(),
          contrastive.negativeMargin(),
          contrastive.mean());
    }
    TupleLossSettings.Margin margin = (TupleLossSettings.Margin) settings;
    return new MarginLoss(
        distance(margin.distance()),
        miner(margin.miner(), new AllTripletsMiner()),
        margin.margin(),
        margin.beta(),
        margin.betaRate());
  }

  private static Miner miner(MinerSettings settings, Miner all) {
    if (settings instanceof MinerSettings.Random random) {
      return new RandomMiner(random.negatives());
    }
    if (settings instanceof MinerSettings.Gap gap) {
      return new MarginMiner(gap.kind(), gap.margin());
    }
    if (settings instanceof MinerSettings.SemiHard semiHard) {
      return new SemiHardMiner(semiHard.bound(), semiHard.fallback(), semiHard.positives());
    }
    if (settings instanceof MinerSettings.BatchHard batchHard) {
      return new BatchHardMiner(batchHard.anchors());
    }
    if (settings instanceof MinerSettings.SoftHard) {
      return new SoftHardMiner();
    }
    if (settings instanceof MinerSettings.BatchEasyHard easyHard) {
      return new BatchEasyHardMiner(
          easyHard.positives(),
          easyHard.negatives(),
          range(easyHard.positiveRange()),
          range(easyHard.negativeRange()));
    }
    if (settings instanceof MinerSettings.Hardest hardest) {
      return new HardestNegativeMiner(hardest.margin());
    }
    if (settings instanceof MinerSettings.Closest) {
      return new ClosestNegativesMiner();
    }
    if (settings instanceof MinerSettings.MultiSimilarity multiSimilarity) {
      return new MultiSimilarityMiner(multiSimilarity.epsilon());
    }
    if (settings instanceof MinerSettings.DistanceWeighted weighted) {
      return new DistanceWeightedMiner(weighted.dimension(), weighted.cutoff(), weighted.reach());
    }
    if (settings instanceof MinerSettings.PairMargin pairMargin) {
      return new PairMarginMiner(pairMargin.positive(), pairMargin.negative());
    }
    if (settings instanceof MinerSettings.All) {
      return all;
    }
    throw new IllegalArgumentException(
        "There is no miner for "
            + settings
            + "; add one to org.anchorage.mining.tuples and name it in TupleLosses");
  }

  private static Distance distance(Triplet.Distance distance) {
    return switch (distance) {
      case SQUARED_EUCLIDEAN -> Distance.SQUARED_EUCLIDEAN;
      case EUCLIDEAN -> Distance.EUCLIDEAN;
      case COSINE -> Distance.COSINE;
    };
  }

  private static Term term(Triplet settings) {
    return switch (settings.term()) {
      case HINGE -> new Term.Hinge(settings.margin());
      case SOFT -> new Term.Soft(settings.softMargin());
    };
  }

  private static Swap swap(Triplet.Swap swap) {
    return switch (swap) {
      case NEVER -> Swap.NEVER;
      case WHERE_NEARER -> Swap.WHERE_NEARER;
    };
  }

  private static Reducer reducer(Triplet.Reducer reducer) {
    return switch (reducer) {
      case MEAN -> Reducer.MEAN;
      case MEAN_NON_ZERO -> Reducer.MEAN_NON_ZERO;
      case SUM_OVER_ACTIVE -> Reducer.SUM_OVER_ACTIVE;
    };
  }

  private static BatchEasyHardMiner.Range range(MinerSettings.BatchEasyHard.Range range) {
    return new BatchEasyHardMiner.Range(range.least(), range.most());
  }
}
