/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Form;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Mean;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Range;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Strategy;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.config.miner.MinerName;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.seed.Seed;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestTupleLosses {

  private static RankingLoss loss(String... words) {
    return RankingLosses.of(SettingsReader.defaults().with(List.of(words)).settings().loss(), 7);
  }

  /** Every loss by name with every miner by name. */
  static Stream<RankingLoss> everyLoss() {
    return Stream.of("triplet", "contrastive", "margin")
        .flatMap(
            name ->
                Arrays.stream(MinerName.values())
                    .map(MinerName::written)
                    .map(miner -> loss("loss.name=" + name, "loss." + name + ".miner=" + miner)));
  }

  @Test
  void tripletSettingsBecomeTheirLoss() {
    assertThat(loss())
        .isEqualTo(
            new TripletLoss(
                Distance.SQUARED_EUCLIDEAN,
                new SemiHardMiner(),
                new Penalty.Hinge(0.2),
                Reducer.MEAN));
    assertThat(
            loss(
                "loss.triplet.miner=batch-hard",
                "loss.triplet.term=soft",
                "loss.triplet.distance=euclidean"))
        .isEqualTo(
            new TripletLoss(
                Distance.EUCLIDEAN, new BatchHardMiner(), new Penalty.Soft(), Reducer.MEAN));
    assertThat(
            loss(
                "loss.triplet.miner=all",
                "loss.triplet.term=soft",
                "loss.triplet.soft-margin=0.1",
                "loss.triplet.distance=cosine",
                "loss.triplet.swap=where-nearer",
                "loss.triplet.reducer=sum-over-active"))
        .isEqualTo(
            new BatchAllLoss(
                Distance.COSINE,
                new Penalty.Soft(0.1),
                Swap.WHERE_NEARER,
                Reducer.SUM_OVER_ACTIVE));
    assertThat(
            loss(
                "loss.triplet.distance=euclidean",
                "loss.triplet.epsilon=1e-6",
                "loss.triplet.margin=1",
                "loss.triplet.miner=all"))
        .isEqualTo(new TripletMarginLoss(new AllTripletsMiner(), 1, 1e-6, Swap.NEVER));
  }

  @Test
  void otherSettingsBecomeTheirLoss() {
    assertThat(loss("loss.name=contrastive", "loss.contrastive.form=linear"))
        .isEqualTo(
            new ContrastiveLoss(
                Distance.EUCLIDEAN,
                new AllPairsMiner(AllPairsMiner.Order.UNORDERED),
                Form.LINEAR,
                0,
                1,
                Mean.ALL_PAIRS));
    assertThat(loss("loss.name=margin", "embedding.dim=64", "loss.margin.beta=0.6"))
        .isEqualTo(
            new MarginLoss(
                Distance.EUCLIDEAN, new DistanceWeightedMiner(64, 0.5, 1.4), 0.2, 0.6, 0.5));
  }

  @Test
  void everyMinerIsTheOneItsNameSays() {
    Range any = new Range(0, 1e9);
    Map<String, Miner> known =
        Map.ofEntries(
            Map.entry("random", new RandomMiner(1)),
            Map.entry("easy", new MarginMiner(Kind.EASY, 0.2)),
            Map.entry("semi-hard", new SemiHardMiner()),
            Map.entry("semi-hard-band", new MarginMiner(Kind.SEMI_HARD, 0.2)),
            Map.entry("hard", new MarginMiner(Kind.HARD, 0.2)),
            Map.entry("within-margin", new MarginMiner(Kind.WITHIN, 0.2)),
            Map.entry("batch-hard", new BatchHardMiner()),
            Map.entry(
                "batch-easy-hard",
                new BatchEasyHardMiner(Strategy.EASY, Strategy.SEMI_HARD, any, any)),
            Map.entry("hardest", new HardestNegativeMiner(0.2)),
            Map.entry("soft-hard", new SoftHardMiner()),
            Map.entry("closest", new ClosestNegativesMiner()),
            Map.entry("multi-similarity", new MultiSimilarityMiner(0.1)),
            Map.entry("distance-weighted", new DistanceWeightedMiner(512, 0.5, 1.4)),
            Map.entry("pair-margin", new PairMarginMiner(0.2, 0.8)));

    assertThat(known.size() + 1).isEqualTo(MinerName.values().length);
    known.forEach(
        (name, miner) ->
            assertThat(((TripletLoss) loss("loss.triplet.miner=" + name)).miner())
                .as(name)
                .isEqualTo(miner));
  }

  @ParameterizedTest
  @MethodSource("everyLoss")
  void everyLossTakesEveryMinerAndEveryBatch(RankingLoss loss) {
    for (Batch batch :
        List.of(
            Batch.random(new Seed(1), 4, 3, 5).normalised(),
            Batch.random(new Seed(1), 1, 4, 5),
            Batch.random(new Seed(1), 4, 1, 5),
            Batch.random(new Seed(1), 1, 1, 5),
            new Batch(new double[0][], new int[0]),
            new Batch(new double[4][3], new int[] {1, 1, 2, 2}))) {
      LossResult result = batch.evaluate(loss);

      assertThat(result.value()).isFinite().isNotNegative();
      assertThat(result.active()).isBetween(0L, result.tuples());
      assertThat(Arrays.stream(result.slope()).allMatch(Double::isFinite)).isTrue();
    }
  }
}
