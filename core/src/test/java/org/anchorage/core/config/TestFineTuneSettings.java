/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.architecture.Trainable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFineTuneSettings {

  @ParameterizedTest
  @CsvSource({
    "all, 1, 1, true",
    "last-stages 2, 3, 2, true",
    "all, 1, 2, false",
    "all, 0, 1, false",
    // A run that trains nothing, and one that is to train the head alone, are as asked.
    "all, 1, 0, false",
    "head, 1, 1, false"
  })
  void aRunWhoseWarmUpTakesAllEpochsIsWarmUpAlone(
      String trainable, int warmUp, int epochs, boolean expected) {
    FineTuneSettings settings = new FineTuneSettings(Trainable.of(trainable), warmUp, 1, 1);

    assertThat(settings.isWarmUpAlone(epochs)).isEqualTo(expected);
  }

  @Test
  void theHeadAloneMovesInTheWarmUp() {
    FineTuneSettings settings = new FineTuneSettings(Trainable.ALL, 1, 1, 1);

    assertThat(settings.trainable(1)).isEqualTo(Trainable.HEAD);
    assertThat(settings.trainable(2)).isEqualTo(Trainable.ALL);
  }
}
