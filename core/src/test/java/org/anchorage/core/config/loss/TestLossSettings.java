/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.ProxyNcaLossSettings.Own;
import org.anchorage.core.config.loss.WeightedLossesSettings.Member;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses that learn class vectors, sums and memories, as they are written. */
class TestLossSettings {

  private static SettingsReader words(String... words) {
    return SettingsReader.defaults().with(List.of(words));
  }

  private static LossSettings loss(String... words) {
    return words(words).settings().loss();
  }

  @Test
  void defaultsAreThePapers() {
    assertThat(loss("loss.name=proxy-nca"))
        .isEqualTo(new ProxyNcaLossSettings(9, Own.OUTSIDE, 0, 100));
    assertThat(loss("loss.name=proxy-anchor")).isEqualTo(new ProxyAnchorLossSettings(32, 0.1, 100));
    assertThat(loss("loss.name=softmax")).isEqualTo(new SoftmaxLossSettings(1));
    assertThat(loss("loss.name=normalised-softmax"))
        .isEqualTo(new NormalisedSoftmaxLossSettings(0.05, 1));
    assertThat(loss("loss.name=proxy-nca", "loss.proxy-nca.own=inside", "loss.proxy-nca.scale=3"))
        .isEqualTo(new ProxyNcaLossSettings(3, Own.INSIDE, 0, 100));
    for (String name : List.of("proxy-nca", "proxy-anchor", "softmax", "normalised-softmax")) {
      assertThat(loss("loss.name=" + name).written()).isEqualTo(name);
      assertThat(loss("loss.name=" + name).parts()).hasSize(1);
    }
  }

  @Test
  void aSumIsAListThatSurvivesBeingWrittenDown() {
    SettingsReader reader =
        words(
            "loss.name=weighted",
            "loss.weighted=[triplet 1.0, proxy-anchor 5e-1]",
            "loss.proxy-anchor.alpha=16",
            "loss.memory.size=64");
    LossSettings triplet = loss();
    WeightedLossesSettings sum =
        new WeightedLossesSettings(
            List.of(
                new Member(triplet, 1),
                new Member(new ProxyAnchorLossSettings(16, 0.1, 100), 0.5)));

    assertThat(reader.settings().loss()).isEqualTo(new CrossBatchMemorySettings(sum, 64));
    assertThat(reader.settings().loss().written()).isEqualTo("weighted");
    assertThat(reader.settings().loss().parts())
        .containsExactly(triplet, new ProxyAnchorLossSettings(16, 0.1, 100));
    SettingsReader again = SettingsReader.defaults().with(reader.read().render(), "run.conf");
    assertThat(again.settings()).isEqualTo(reader.settings());
    assertThat(again.read().written())
        .isEqualTo(reader.read().written())
        .containsEntry("loss.weighted", "[triplet 1.0, proxy-anchor 5e-1]");
    assertThat(words("loss.name=weighted", "loss.weighted=[\"triplet   2\"]").settings().loss())
        .isEqualTo(new WeightedLossesSettings(List.of(new Member(triplet, 2))));
  }

  @Test
  void aMemoryIsOffUnlessAskedFor() {
    assertThat(loss()).isInstanceOf(TripletLossSettings.class);
    assertThat(loss("loss.memory.size=1024")).isEqualTo(new CrossBatchMemorySettings(loss(), 1024));
    assertThat(loss("loss.memory.size=1024").written()).isEqualTo("triplet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy-nca | loss.proxy-nca.scale=0 | loss.proxy-nca.scale = 0.0: it must be a positive number",
        "proxy-nca | loss.proxy-nca.own=none | loss.proxy-nca.own = none: use one of [inside, outside]",
        "proxy-nca | loss.proxy-nca.smoothing=1 | loss.proxy-nca.smoothing = 1.0: it must be at least 0 and below 1",
        "proxy-nca | loss.proxy-nca.smoothing=0.1 | loss.proxy-nca.smoothing = 0.1: it spreads a target over a softmax of all proxies; set loss.proxy-nca.own = inside",
        "proxy-anchor | loss.proxy-anchor.rate=-1 | loss.proxy-anchor.rate = -1.0: it must be zero or a positive number",
        "normalised-softmax | loss.normalised-softmax.temperature=0 | loss.normalised-softmax.temperature = 0.0: it must be a positive number",
        "softmax | loss.memory.size=8 | loss.memory.size = 8: softmax compares embeddings with its own vectors, not with one another; set it to 0",
        "triplet | loss.memory.size=-1 | loss.memory.size = -1: it must be at least 0",
        "weighted | loss.weighted=[] | loss.weighted = []: name the losses, e.g. [triplet 1.0, proxy-anchor 0.5]",
        "weighted | loss.weighted=triplet 1 | loss.weighted = triplet 1: it must be a list, e.g. [this, that]",
        "weighted | loss.weighted=[triplet] | loss.weighted = triplet: write a name and its weight, e.g. triplet 1.0",
        "weighted | loss.weighted=[triplet x] | loss.weighted = triplet x: the weight must be a number, e.g. triplet 1.0",
        "weighted | loss.weighted=[triplet 0] | loss.weighted = 0.0: it must be a positive number",
        "weighted | loss.weighted=[triplet 1, triplet 2] | loss.weighted = triplet: it comes twice; give it one weight, the sum of both",
        "weighted | loss.weighted=[weighted 1] | loss.weighted = weighted: use one of [triplet, contrastive, margin, n-pairs, n-pairs-ovo, angular, n-pairs-angular, nt-xent, supcon, multi-similarity, lifted, circle, nca, mnrl, proxy-nca, proxy-anchor, softmax, normalised-softmax]",
        "weighted | loss.weighted=[n-pairs 1] | loss.name = weighted: it reads a batch as pairs; set batch.sampler = pairs and batch.images = 2",
      })
  void refusesWhatCannotBe(String name, String word, String message) {
    assertThatThrownBy(() -> words("loss.name=" + name, word).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Cannot use " + message);
  }

  @Test
  void pairsHaveNoUseForAMemory() {
    assertThatThrownBy(
            () ->
                loss(
                    "loss.name=n-pairs",
                    "batch.sampler=pairs",
                    "batch.images=2",
                    "loss.memory.size=8"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use loss.memory.size = 8: n-pairs reads rows in pairs and cannot use"
                + " remembered ones; set it to 0");
  }
}
