/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.LossSettings.Triplet;
import org.anchorage.core.config.loss.MinerSettings.BatchEasyHard;
import org.anchorage.core.config.loss.MinerSettings.Gap;
import org.anchorage.core.config.loss.MinerSettings.SemiHard;
import org.anchorage.core.config.loss.TupleLossSettings.Contrastive;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTupleLossReader {

  private static final SemiHard SEMI_HARD =
      new SemiHard(Double.POSITIVE_INFINITY, SemiHard.Fallback.FARTHEST, SemiHard.Positives.ALL);

  private static LossSettings loss(String... words) {
    return SettingsReader.defaults().with(List.of(words)).settings().loss();
  }

  private static MinerSettings miner(String... words) {
    return ((Triplet) loss(words)).miner();
  }

  @Test
  void defaultsAreThePapers() {
    assertThat(loss())
        .isEqualTo(
            new Triplet(
                SEMI_HARD,
                0.2,
                Triplet.Term.HINGE,
                0,
                Triplet.Distance.SQUARED_EUCLIDEAN,
                Triplet.Swap.NEVER,
                Triplet.Reducer.MEAN,
                0));
    assertThat(loss("loss.name=contrastive"))
        .isEqualTo(
            new Contrastive(
                new MinerSettings.All(),
                Contrastive.Form.HALF_SQUARED,
                0,
                1,
                Triplet.Distance.EUCLIDEAN,
                Contrastive.Mean.ALL_PAIRS));
    assertThat(loss("loss.name=margin"))
        .isEqualTo(
            new TupleLossSettings.Margin(
                new MinerSettings.DistanceWeighted(512, 0.5, 1.4),
                0.2,
                1.2,
                0.5,
                Triplet.Distance.EUCLIDEAN));
  }

  @Test
  void everyMinerHasItsConstants() {
    BatchEasyHard.Range any = new BatchEasyHard.Range(0, 1e9);
    Map<String, MinerSettings> known =
        Map.ofEntries(
            Map.entry("all", new MinerSettings.All()),
            Map.entry("random", new MinerSettings.Random(1)),
            Map.entry("easy", new Gap(Gap.Kind.EASY, 0.2)),
            Map.entry("semi-hard", SEMI_HARD),
            Map.entry("semi-hard-band", new Gap(Gap.Kind.SEMI_HARD, 0.2)),
            Map.entry("hard", new Gap(Gap.Kind.HARD, 0.2)),
            Map.entry("within-margin", new Gap(Gap.Kind.WITHIN, 0.2)),
            Map.entry(
                "batch-hard", new MinerSettings.BatchHard(MinerSettings.BatchHard.Anchors.VALID)),
            Map.entry(
                "batch-easy-hard",
                new BatchEasyHard(
                    BatchEasyHard.Strategy.EASY, any, BatchEasyHard.Strategy.SEMI_HARD, any)),
            Map.entry("hardest", new MinerSettings.Hardest(0.2)),
            Map.entry("soft-hard", new MinerSettings.SoftHard()),
            Map.entry("closest", new MinerSettings.Closest()),
            Map.entry("multi-similarity", new MinerSettings.MultiSimilarity(0.1)),
            Map.entry("distance-weighted", new MinerSettings.DistanceWeighted(512, 0.5, 1.4)),
            Map.entry("pair-margin", new MinerSettings.PairMargin(0.2, 0.8)));

    assertThat(known).hasSameSizeAs(MinerSettings.Name.values());
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
        .isEqualTo(new SemiHard(0.7, SemiHard.Fallback.SKIP, SemiHard.Positives.HARDEST));
    assertThat(loss("loss.triplet.term=soft", "loss.triplet.soft-margin=0.3"))
        .extracting("term", "softMargin")
        .containsExactly(Triplet.Term.SOFT, 0.3);
    assertThat(loss("loss.triplet.swap=where-nearer", "loss.triplet.reducer=sum-over-active"))
        .extracting("swap", "reducer")
        .containsExactly(Triplet.Swap.WHERE_NEARER, Triplet.Reducer.SUM_OVER_ACTIVE);
    assertThat(loss("loss.name=margin", "loss.margin.beta-rate=0", "loss.margin.beta=0.6"))
        .extracting("beta", "betaRate")
        .containsExactly(0.6, 0.0);
    assertThat(loss("embedding.normalise=false", "loss.name=margin", "loss.margin.distance=cosine"))
        .extracting("distance")
        .isEqualTo(Triplet.Distance.COSINE);
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
        "loss.triplet.epsilon=1e-6 | Cannot use loss.triplet.epsilon = 1.0E-6: PyTorch has it with term = hinge, distance = euclidean and reducer = mean only; set these, or it to 0",
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
