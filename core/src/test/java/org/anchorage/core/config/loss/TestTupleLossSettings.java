/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.config.loss.TripletLossSettings.Term;
import org.anchorage.core.config.miner.AllMinerSettings;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Range;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Strategy;
import org.anchorage.core.config.miner.BatchHardMinerSettings;
import org.anchorage.core.config.miner.ClosestNegativesMinerSettings;
import org.anchorage.core.config.miner.DistanceWeightedMinerSettings;
import org.anchorage.core.config.miner.HardestNegativeMinerSettings;
import org.anchorage.core.config.miner.MarginMinerSettings;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.config.miner.MinerName;
import org.anchorage.core.config.miner.MinerSettings;
import org.anchorage.core.config.miner.MultiSimilarityMinerSettings;
import org.anchorage.core.config.miner.PairMarginMinerSettings;
import org.anchorage.core.config.miner.RandomMinerSettings;
import org.anchorage.core.config.miner.SemiHardMinerSettings;
import org.anchorage.core.config.miner.SoftHardMinerSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.gram.Distance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTupleLossSettings {

  private static final SemiHardMinerSettings SEMI_HARD =
      new SemiHardMinerSettings(
          Double.POSITIVE_INFINITY,
          SemiHardMinerSettings.Fallback.FARTHEST,
          SemiHardMinerSettings.Positives.ALL);

  private static LossSettings loss(String... words) {
    return SettingsReader.defaults().with(List.of(words)).settings().loss();
  }

  private static MinerSettings miner(String... words) {
    return ((TripletLossSettings) loss(words)).miner();
  }

  @Test
  void defaultsAreThePapers() {
    assertThat(loss())
        .isEqualTo(
            new TripletLossSettings(
                SEMI_HARD,
                0.2,
                Term.HINGE,
                0,
                Distance.SQUARED_EUCLIDEAN,
                Swap.NEVER,
                Reducer.MEAN,
                0));
    assertThat(loss("loss.name=contrastive"))
        .isEqualTo(
            new ContrastiveLossSettings(
                new AllMinerSettings(),
                ContrastiveLossSettings.Form.HALF_SQUARED,
                0,
                1,
                Distance.EUCLIDEAN,
                ContrastiveLossSettings.Mean.ALL_PAIRS));
    assertThat(loss("loss.name=margin"))
        .isEqualTo(
            new MarginLossSettings(
                new DistanceWeightedMinerSettings(512, 0.5, 1.4),
                0.2,
                1.2,
                0.5,
                Distance.EUCLIDEAN));
  }

  @Test
  void everyMinerHasItsConstants() {
    Range any = new Range(0, 1e9);
    Map<String, MinerSettings> known =
        Map.ofEntries(
            Map.entry("all", new AllMinerSettings()),
            Map.entry("random", new RandomMinerSettings(1)),
            Map.entry("easy", new MarginMinerSettings(Kind.EASY, 0.2)),
            Map.entry("semi-hard", SEMI_HARD),
            Map.entry("semi-hard-band", new MarginMinerSettings(Kind.SEMI_HARD, 0.2)),
            Map.entry("hard", new MarginMinerSettings(Kind.HARD, 0.2)),
            Map.entry("within-margin", new MarginMinerSettings(Kind.WITHIN, 0.2)),
            Map.entry(
                "batch-hard", new BatchHardMinerSettings(BatchHardMinerSettings.Anchors.VALID)),
            Map.entry(
                "batch-easy-hard",
                new BatchEasyHardMinerSettings(Strategy.EASY, any, Strategy.SEMI_HARD, any)),
            Map.entry("hardest", new HardestNegativeMinerSettings(0.2)),
            Map.entry("soft-hard", new SoftHardMinerSettings()),
            Map.entry("closest", new ClosestNegativesMinerSettings()),
            Map.entry("multi-similarity", new MultiSimilarityMinerSettings(0.1)),
            Map.entry("distance-weighted", new DistanceWeightedMinerSettings(512, 0.5, 1.4)),
            Map.entry("pair-margin", new PairMarginMinerSettings(0.2, 0.8)));

    assertThat(known).hasSameSizeAs(MinerName.values());
    known.forEach(
        (name, settings) ->
            assertThat(miner("loss.triplet.miner=" + name)).as(name).isEqualTo(settings));
  }

  @Test
  void constantsAreReadAsWritten() {
    assertThat(
            miner(
                "loss.miner.semi-hard.bound=margin",
                "loss.miner.margin=0.7",
                "loss.miner.semi-hard.fallback=skip",
                "loss.miner.semi-hard.positives=hardest"))
        .isEqualTo(
            new SemiHardMinerSettings(
                0.7, SemiHardMinerSettings.Fallback.SKIP, SemiHardMinerSettings.Positives.HARDEST));
    assertThat(loss("loss.triplet.term=soft", "loss.triplet.soft-margin=0.3"))
        .extracting("term", "softMargin")
        .containsExactly(Term.SOFT, 0.3);
    assertThat(loss("loss.triplet.swap=where-nearer", "loss.triplet.reducer=sum-over-active"))
        .extracting("swap", "reducer")
        .containsExactly(Swap.WHERE_NEARER, Reducer.SUM_OVER_ACTIVE);
    assertThat(loss("loss.name=margin", "loss.margin.beta-rate=0", "loss.margin.beta=0.6"))
        .extracting("beta", "betaRate")
        .containsExactly(0.6, 0.0);
    assertThat(loss("embedding.normalise=false", "loss.name=margin", "loss.margin.distance=cosine"))
        .extracting("distance")
        .isEqualTo(Distance.COSINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss.name=margin embedding.normalise=false | Cannot use loss.margin.miner = distance-weighted: it weighs distances on the unit sphere; set embedding.normalise = true or loss.margin.distance = cosine",
        "loss.triplet.miner=hard loss.miner.margin=0 | Cannot use loss.miner.margin = 0.0: it must be a positive number",
        "loss.triplet.miner=random loss.miner.random.negatives=0 | Cannot use loss.miner.random.negatives = 0: it must be at least 1",
        "loss.name=margin loss.miner.distance-weighted.reach=2.5 | Cannot use loss.miner.distance-weighted.reach = 2.5: it must be over the cutoff, 0.5, and at most 2",
        "loss.triplet.miner=batch-easy-hard loss.miner.batch-easy-hard.positives=all | Cannot use loss.miner.batch-easy-hard.negatives = semi-hard: semi-hard is measured against one chosen partner, and positives are all; make one side semi-hard at most, and the other easy or hard",
        "loss.triplet.miner=batch-easy-hard loss.miner.batch-easy-hard.positive-least=2 loss.miner.batch-easy-hard.positive-most=1 | Cannot use loss.miner.batch-easy-hard.positive-most = 1.0: it must be at least the least, 2.0",
        "loss.triplet.epsilon=1e-6 | Cannot use loss.triplet.epsilon = 1.0E-6: PyTorch has it only with term = hinge, distance = euclidean and reducer = mean; set these, or set it to 0",
        "loss.name=contrastive loss.contrastive.distance=squared-euclidean | Cannot use loss.contrastive.distance = squared-euclidean: the form squares it already; use euclidean with form = half-squared or squared",
        "loss.name=contrastive loss.contrastive.negative-margin=0 | Cannot use loss.contrastive.negative-margin = 0.0: it must be a positive number",
        "loss.name=margin loss.margin.beta-rate=-1 | Cannot use loss.margin.beta-rate = -1.0: it must be zero or a positive number",
      })
  void refusesWhatCannotBe(String words, String message) {
    assertThatThrownBy(() -> loss(words.split(" ")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }
}
