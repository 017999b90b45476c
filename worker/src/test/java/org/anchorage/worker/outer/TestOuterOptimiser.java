/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.config.OuterSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestOuterOptimiser {

  private static final int LENGTH = 500;

  private static float[] noise(double size, int seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) (size * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static OuterOptimiser of(String... words) {
    OuterSettings settings =
        SettingsReader.defaults().with(List.of(words)).settings().rounds().outer();
    return OuterOptimiser.of(settings, new BitSet());
  }

  /** Three rounds with workers that move at random; what each round's rate is, is given. */
  private static float[] run(OuterOptimiser optimiser, double... rates) {
    float[] at = noise(1, 7);
    float[] momentum = new float[0];
    for (int round = 0; round < rates.length; round++) {
      float[] mean = at.clone();
      float[] moved = noise(0.1 * rates[round], 10 + round);
      for (int i = 0; i < LENGTH; i++) {
        mean[i] += moved[i];
      }
      OuterStep step = optimiser.step(at, mean, momentum, rates[round]);
      at = step.parameters();
      momentum = step.momentum();
    }
    return at;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "average",
        "slowmo rounds.outer.slowmo.rate=1 rounds.outer.slowmo.momentum=0",
        "nesterov rounds.outer.nesterov.rate=1 rounds.outer.nesterov.momentum=0"
      })
  void withoutMomentumAndAtFullRateTheNextRoundStartsFromTheMeanItself(String words) {
    OuterOptimiser optimiser = of(("rounds.outer.name=" + words).split(" "));
    // Of any size against each other, so that start - (start - mean) would lose the mean.
    for (double size : new double[] {1e-30, 1e-6, 1, 1e30}) {
      float[] mean = noise(size, 2);
      OuterStep first = optimiser.step(noise(1, 1), mean, new float[0], 0.3);
      OuterStep second = optimiser.step(noise(1, 3), mean, first.momentum(), 0.1);
      assertThat(first.parameters()).isEqualTo(mean);
      assertThat(second.parameters()).isEqualTo(mean);
    }
  }

  @Test
  void slowMoIsThePapersTwoLines() {
    double alpha = 0.8;
    double beta = 0.6;
    double[] rates = {1, 1, 0.5, 0.1};
    double[] at = new double[LENGTH];
    double[] u = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      at[i] = noise(1, 7)[i];
    }
    for (int round = 0; round < rates.length; round++) {
      float[] moved = noise(0.1 * rates[round], 10 + round);
      for (int i = 0; i < LENGTH; i++) {
        u[i] = beta * u[i] + (at[i] - (at[i] + moved[i])) / rates[round];
        at[i] = at[i] - alpha * rates[round] * u[i];
      }
    }
    assertClose(run(new SlowMo(alpha, beta), rates), at);
  }

  @Test
  void nesterovIsPyTorchsSgdOnTheMovement() {
    double lr = 0.7;
    double mu = 0.9;
    double[] at = new double[LENGTH];
    double[] buffer = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      at[i] = noise(1, 7)[i];
    }
    for (int round = 0; round < 4; round++) {
      float[] moved = noise(0.1, 10 + round);
      for (int i = 0; i < LENGTH; i++) {
        double gradient = at[i] - (at[i] + moved[i]);
        buffer[i] = round == 0 ? gradient : mu * buffer[i] + gradient;
        gradient += mu * buffer[i];
        at[i] -= lr * gradient;
      }
    }
    assertClose(run(of("rounds.outer.name=nesterov"), 1, 1, 1, 1), at);
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < LENGTH; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void whatIsMeasuredIsAveragedAndHasNoMomentum() {
    BitSet statistics = new BitSet();
    statistics.set(3, 6);
    OuterSettings settings =
        SettingsReader.defaults()
            .with(List.of("rounds.outer.name=nesterov"))
            .settings()
            .rounds()
            .outer();
    OuterOptimiser optimiser = OuterOptimiser.of(settings, statistics);
    float[] mean = noise(1, 2);
    OuterStep first = optimiser.step(noise(1, 1), mean, new float[0], 1);
    OuterStep second = optimiser.step(first.parameters(), noise(1, 3), first.momentum(), 1);
    for (int i = 0; i < LENGTH; i++) {
      boolean measured = i >= 3 && i < 6;
      assertThat(second.parameters()[i] == noise(1, 3)[i]).isEqualTo(measured);
      assertThat(second.momentum()[i] == 0).isEqualTo(measured);
    }
  }
}
