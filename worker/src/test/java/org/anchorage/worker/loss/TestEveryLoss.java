/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.LossName;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every loss that a configuration can name, with its constants at their defaults. */
class TestEveryLoss {

  private static final int CLASSES = 4;

  /** The losses whose slope is not the derivative of their value, on purpose; each says why. */
  private static final Set<LossName> NOT_DERIVATIVES = EnumSet.of(LossName.CIRCLE);

  private static LossSettings settings(LossName name) {
    return SettingsReader.defaults()
        .with(List.of("batch.sampler=pairs", "batch.images=2", "loss.weighted=[triplet 1]"))
        .with(List.of("loss.name=" + name.written(), "embedding.dim=5"))
        .settings()
        .loss();
  }

  @ParameterizedTest
  @EnumSource
  void slopeIsTheDerivativeByFiniteDifferences(LossName name) {
    if (NOT_DERIVATIVES.contains(name)) {
      return;
    }
    RankingLoss loss = RankingLosses.of(settings(name), CLASSES);
    int[] labels = {0, 0, 1, 1, 2, 2, 3, 3};
    LearningStep step = LearningStep.random(new Seed(3), labels, 5, loss);
    double[][] gradient = step.gradient(loss);
    double[][] differences = step.differences(loss);

    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i])
          .as("%s: the gradient of row %d", name, i)
          .containsExactly(differences[i], within(1e-5));
    }
    assertThat(step.evaluate(loss).numberSlopes())
        .as("%s: the slopes of its numbers", name)
        .containsExactly(step.numberDifferences(loss), within(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void aBatchThatLacksSomethingHasAValue(LossName name) {
    LossSettings settings = settings(name);
    RankingLoss loss = RankingLosses.of(settings, CLASSES);
    boolean pairs = settings.takesPairs();
    List<int[]> batches =
        pairs
            ? List.of(new int[] {}, new int[] {2, 2}, new int[] {1, 1, 1, 1})
            : List.of(new int[] {}, new int[] {2}, new int[] {1, 1, 1}, new int[] {0, 1, 2});

    for (int[] labels : batches) {
      LearningStep random = LearningStep.random(new Seed(4), labels, 5, loss);
      LearningStep zeros =
          new LearningStep(new double[random.vectors().length][5], random.rows(), random.numbers());
      for (LearningStep step : List.of(random, zeros)) {
        LossResult result = step.evaluate(loss);

        assertThat(result.value()).as("%s of %s", name, Arrays.toString(labels)).isFinite();
        assertThat(result.active()).isBetween(0L, result.tuples());
        assertThat(Arrays.stream(result.slope()).allMatch(Double::isFinite)).isTrue();
      }
    }
  }
}
