/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.LossSettings;
import org.anchorage.core.config.SimilarityLossSettings;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;

/** From what is written in a configuration to the loss it names. */
public final class RankingLosses {

  private RankingLosses() {}

  /** Returns the loss that the settings describe. */
  public static RankingLoss of(LossSettings settings) {
    if (settings instanceof LossSettings.Triplet triplet) {
      return new TripletLoss(
          distance(triplet.distance()), miner(triplet.miner()), term(triplet), Reducer.MEAN);
    }
    if (settings instanceof LossSettings.NPairs nPairs) {
      return new NPairsLoss(nPairs.l2());
    }
    if (settings instanceof SimilarityLossSettings similarity) {
      return SimilarityLosses.of(similarity);
    }
    throw new IllegalArgumentException(
        "There is no loss for "
            + settings
            + "; add one to org.anchorage.worker.loss and name it in RankingLosses");
  }

  private static Distance distance(LossSettings.Triplet.Distance distance) {
    return switch (distance) {
      case SQUARED_EUCLIDEAN -> Distance.SQUARED_EUCLIDEAN;
      case EUCLIDEAN -> Distance.EUCLIDEAN;
      case COSINE -> Distance.COSINE;
    };
  }

  private static Miner miner(LossSettings.Triplet.Miner miner) {
    return switch (miner) {
      case SEMI_HARD -> new SemiHardMiner();
      case BATCH_HARD -> new BatchHardMiner();
    };
  }

  private static Term term(LossSettings.Triplet triplet) {
    return switch (triplet.term()) {
      case HINGE -> new Term.Hinge(triplet.margin());
      case SOFT -> new Term.Soft();
    };
  }
}
