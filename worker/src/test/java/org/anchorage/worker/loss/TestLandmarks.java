/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.worker.loss.Landmarks.Rest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestLandmarks {

  @ParameterizedTest
  @CsvSource({
    "loss.triplet.margin=0.3, 0.3, REACHED",
    "loss.triplet.miner=batch-hard, 0.2, REACHED",
    "loss.triplet.distance=cosine, 0.2, REACHED",
    "loss.triplet.term=soft, 0.6931471805599453, NEVER",
    "loss.name=n-pairs, 1.0996122886681098, NEVER"
  })
  void areWhereALossStandsCollapsedAndSeparated(String words, double collapsed, Rest rest) {
    RankingLoss loss =
        RankingLosses.of(
            SettingsReader.defaults()
                .with(List.of(words, "batch.sampler=pairs", "batch.images=2"))
                .settings()
                .loss(),
            3);

    Landmarks landmarks = Landmarks.of(loss, new int[] {1, 1, 2, 2, 3, 3});

    assertThat(landmarks.collapsed().orElseThrow()).isCloseTo(collapsed, within(1e-12));
    assertThat(landmarks.rest()).isEqualTo(rest);
  }
}
