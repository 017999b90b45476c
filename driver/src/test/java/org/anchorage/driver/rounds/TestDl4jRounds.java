/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.OptimiserSettings.State;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDl4jRounds {

  private static OpenRun open(String... words) {
    return OpenRun.open(
        LocalSpark.session(),
        TinyCorpus.settings("averaging=dl4j", "rounds.encoding=float")
            .with(List.of(words))
            .typed());
  }

  /**
   * Returns where Anchorage's own arithmetic ends after the first epoch, if every round counts its
   * steps from zero, as DL4J's workers do.
   */
  private static RoundStart byHand(OpenRun run, State state) {
    return byHand(run, state, Rounds.ofEpoch(run));
  }

  private static RoundStart byHand(OpenRun run, State state, List<List<WorkerRound>> rounds) {
    RoundStart start = Rounds.start(run);
    PixelReader reader = new PixelReader(run.context().shared().pixels(), run.settings().augment());
    for (List<WorkerRound> parts : rounds) {
      List<RoundEnd> ends = new ArrayList<>();
      for (WorkerRound part : parts) {
        ends.add(
            LocalRound.run(
                part, start, run.untrained(), reader, new Seed(run.settings().seed()), state));
      }
      RoundStart next = Rounds.next(run, start, ends);
      start = new RoundStart(next.round(), next.parameters(), next.optimiserState(), 0);
    }
    return start;
  }

  private static RoundStart byDl4j(OpenRun run) {
    return byDl4j(run, Rounds.ofEpoch(run));
  }

  private static RoundStart byDl4j(OpenRun run, List<List<WorkerRound>> rounds) {
    RoundEngine engine = new Dl4jRounds(run.context());
    RoundStart start = Rounds.start(run);
    for (List<WorkerRound> parts : rounds) {
      RoundEngine.Outcome outcome = engine.run(start, parts);
      assertThat(outcome.work().steps()).isEqualTo(4);
      assertThat(outcome.work().examples()).isEqualTo(24);
      assertThat(outcome.work().meanLoss()).isPositive();
      start = outcome.next();
    }
    return start;
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"triplet", "softmax"})
  void gradientDescentAgreesWithAnchoragesAveraging(String loss) {
    try (OpenRun run =
        open(
            "loss.name=" + loss,
            "loss.softmax.rate=3",
            "optimiser.name=sgd",
            "optimiser.state=reset",
            "optimiser.weight-decay=0")) {
      RoundStart after = byDl4j(run);
      assertThat(after.parameters()).isNotEqualTo(run.untrained().parameters());
      assertThat(after.round()).isEqualTo(2);
      assertThat(after.iteration()).isEqualTo(4);
      assertClose(after.parameters(), byHand(run, State.RESET).parameters(), 1e-5f);
    }
  }

  @Test
  void everyRoundsRateIsOfTheConfiguredOne() {
    try (OpenRun run =
        open("optimiser.name=sgd", "optimiser.state=reset", "optimiser.weight-decay=0")) {
      List<List<WorkerRound>> rounds = Rounds.ofEpochSlowing(run);
      RoundStart after = byDl4j(run, rounds);
      assertClose(after.parameters(), byHand(run, State.RESET, rounds).parameters(), 1e-7f);
    }
  }

  @Test
  void stockLayersAgreeWithAnchoragesAveraging() {
    try (OpenRun run =
        open(
            "averaging=dl4j-stock",
            "optimiser.name=sgd",
            "optimiser.state=reset",
            "optimiser.weight-decay=0")) {
      RoundStart after = byDl4j(run);
      assertThat(after.parameters()).isNotEqualTo(run.untrained().parameters());
      assertClose(after.parameters(), byHand(run, State.RESET).parameters(), 1e-5f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"triplet", "softmax"})
  void averagedMomentsComeBackAndAreUsed(String loss) {
    try (OpenRun run = open("loss.name=" + loss, "loss.softmax.rate=3")) {
      RoundStart after = byDl4j(run);
      RoundStart expected = byHand(run, State.AVERAGED);
      assertThat(after.optimiserState()).isNotEqualTo(Rounds.start(run).optimiserState());
      assertClose(after.optimiserState(), expected.optimiserState(), 1e-5f);
      assertClose(after.parameters(), expected.parameters(), 1e-5f);
    }
  }
}
