/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.config.LossSettings;
import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.anchorage.core.config.LossSettings.Triplet;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.api.Test;

class TestRankingLosses {

  @Test
  void tripletSettingsBecomeTheirLoss() {
    assertThat(
            RankingLosses.of(
                new Triplet(
                    Triplet.Miner.SEMI_HARD,
                    0.2,
                    Triplet.Term.HINGE,
                    Triplet.Distance.SQUARED_EUCLIDEAN),
                7))
        .isEqualTo(
            new TripletLoss(
                Distance.SQUARED_EUCLIDEAN,
                new SemiHardMiner(),
                new Term.Hinge(0.2),
                Reducer.MEAN));
    assertThat(
            RankingLosses.of(
                new Triplet(
                    Triplet.Miner.BATCH_HARD, 0.2, Triplet.Term.SOFT, Triplet.Distance.EUCLIDEAN),
                7))
        .isEqualTo(
            new TripletLoss(
                Distance.EUCLIDEAN, new BatchHardMiner(), new Term.Soft(), Reducer.MEAN));
    assertThat(
            RankingLosses.of(
                new Triplet(
                    Triplet.Miner.BATCH_HARD, 0.1, Triplet.Term.HINGE, Triplet.Distance.COSINE),
                7))
        .isEqualTo(
            new TripletLoss(
                Distance.COSINE, new BatchHardMiner(), new Term.Hinge(0.1), Reducer.MEAN));
  }

  @Test
  void nPairsSettingsBecomeTheirLoss() {
    assertThat(RankingLosses.of(new LossSettings.NPairs(0.002, Repeats.SHARE), 7))
        .isEqualTo(new NPairsLoss(0.002, Repeats.SHARE));
  }
}
