/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.CrossBatchMemorySettings;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.loss.NPairsLossSettings;
import org.anchorage.core.config.loss.NPairsLossSettings.Anchor;
import org.anchorage.core.config.loss.NPairsLossSettings.Negatives;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.config.loss.NormalisedSoftmaxLossSettings;
import org.anchorage.core.config.loss.ProxyAnchorLossSettings;
import org.anchorage.core.config.loss.ProxyNcaLossSettings;
import org.anchorage.core.config.loss.ProxyNcaLossSettings.Own;
import org.anchorage.core.config.loss.SoftmaxLossSettings;
import org.anchorage.core.config.loss.WeightedLossesSettings;
import org.anchorage.core.config.loss.WeightedLossesSettings.Member;
import org.junit.jupiter.api.Test;

class TestRankingLosses {

  @Test
  void nPairsSettingsBecomeTheirLoss() {
    assertThat(
            RankingLosses.of(
                new NPairsLossSettings(0.002, Repeats.SHARE, Anchor.UNIT_LENGTH, Negatives.IMAGES),
                7))
        .isEqualTo(new NPairsLoss(0.002, Repeats.SHARE, Anchor.UNIT_LENGTH, Negatives.IMAGES));
  }

  @Test
  void classVectorSettingsBecomeTheirLossOverTheClasses() {
    assertThat(RankingLosses.of(new ProxyNcaLossSettings(9, Own.OUTSIDE, 0, 100), 7))
        .isEqualTo(new ProxyNcaLoss(7, 9, Own.OUTSIDE, 0, 100));
    assertThat(RankingLosses.of(new ProxyNcaLossSettings(3, Own.INSIDE, 0.1, 1), 7))
        .isEqualTo(new ProxyNcaLoss(7, 3, Own.INSIDE, 0.1, 1));
    assertThat(RankingLosses.of(new ProxyAnchorLossSettings(32, 0.1, 100), 7))
        .isEqualTo(new ProxyAnchorLoss(7, 32, 0.1, 100));
    assertThat(RankingLosses.of(new SoftmaxLossSettings(2), 7)).isEqualTo(new SoftmaxLoss(7, 2));
    assertThat(RankingLosses.of(new NormalisedSoftmaxLossSettings(0.05, 1), 7))
        .isEqualTo(new NormalisedSoftmaxLoss(7, 0.05, 1));
  }

  @Test
  void combinedSettingsBecomeTheirLosses() {
    LossSettings triplet = SettingsReader.defaults().settings().loss();
    WeightedLossesSettings weighted =
        new WeightedLossesSettings(
            List.of(new Member(triplet, 1), new Member(new SoftmaxLossSettings(2), 0.5)));

    assertThat(RankingLosses.of(new CrossBatchMemorySettings(weighted, 64), 7))
        .isEqualTo(
            new CrossBatchMemory(
                new WeightedLosses(
                    List.of(
                        new WeightedLosses.Member(RankingLosses.of(triplet, 7), 1),
                        new WeightedLosses.Member(new SoftmaxLoss(7, 2), 0.5))),
                64));
  }
}
