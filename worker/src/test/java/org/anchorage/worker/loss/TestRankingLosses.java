/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.ClassVectorLossSettings.NormalisedSoftmax;
import org.anchorage.core.config.loss.ClassVectorLossSettings.ProxyAnchor;
import org.anchorage.core.config.loss.ClassVectorLossSettings.ProxyNca;
import org.anchorage.core.config.loss.ClassVectorLossSettings.Softmax;
import org.anchorage.core.config.loss.CombinedLossSettings.Memory;
import org.anchorage.core.config.loss.CombinedLossSettings.Weighted;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.loss.LossSettings.NPairs.Anchor;
import org.anchorage.core.config.loss.LossSettings.NPairs.Negatives;
import org.anchorage.core.config.loss.LossSettings.NPairs.Repeats;
import org.junit.jupiter.api.Test;

class TestRankingLosses {

  @Test
  void nPairsSettingsBecomeTheirLoss() {
    assertThat(
            RankingLosses.of(
                new LossSettings.NPairs(0.002, Repeats.SHARE, Anchor.UNIT_LENGTH, Negatives.IMAGES),
                7))
        .isEqualTo(new NPairsLoss(0.002, Repeats.SHARE, Anchor.UNIT_LENGTH, Negatives.IMAGES));
  }

  @Test
  void classVectorSettingsBecomeTheirLossOverTheClasses() {
    assertThat(RankingLosses.of(new ProxyNca(9, ProxyNca.Own.OUTSIDE, 0, 100), 7))
        .isEqualTo(new ProxyNcaLoss(7, 9, ProxyNcaLoss.Own.OUTSIDE, 0, 100));
    assertThat(RankingLosses.of(new ProxyNca(3, ProxyNca.Own.INSIDE, 0.1, 1), 7))
        .isEqualTo(new ProxyNcaLoss(7, 3, ProxyNcaLoss.Own.INSIDE, 0.1, 1));
    assertThat(RankingLosses.of(new ProxyAnchor(32, 0.1, 100), 7))
        .isEqualTo(new ProxyAnchorLoss(7, 32, 0.1, 100));
    assertThat(RankingLosses.of(new Softmax(2), 7)).isEqualTo(new SoftmaxLoss(7, 2));
    assertThat(RankingLosses.of(new NormalisedSoftmax(0.05, 1), 7))
        .isEqualTo(new NormalisedSoftmaxLoss(7, 0.05, 1));
  }

  @Test
  void combinedSettingsBecomeTheirLosses() {
    LossSettings triplet = SettingsReader.defaults().settings().loss();
    Weighted weighted =
        new Weighted(
            List.of(new Weighted.Member(triplet, 1), new Weighted.Member(new Softmax(2), 0.5)));

    assertThat(RankingLosses.of(new Memory(weighted, 64), 7))
        .isEqualTo(
            new CrossBatchMemory(
                new WeightedLosses(
                    List.of(
                        new WeightedLosses.Member(RankingLosses.of(triplet, 7), 1),
                        new WeightedLosses.Member(new SoftmaxLoss(7, 2), 0.5))),
                64));
  }
}
