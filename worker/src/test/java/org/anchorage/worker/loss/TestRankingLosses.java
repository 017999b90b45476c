/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.config.LossSettings;
import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.junit.jupiter.api.Test;

class TestRankingLosses {

  @Test
  void nPairsSettingsBecomeTheirLoss() {
    assertThat(RankingLosses.of(new LossSettings.NPairs(0.002, Repeats.SHARE), 7))
        .isEqualTo(new NPairsLoss(0.002, Repeats.SHARE));
  }
}
