/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPartlyFrozenRounds {

  private static OpenRun open(String trainable, String... words) {
    return OpenRun.open(
        LocalSpark.session(),
        TinyCorpus.backbone("encoder.weights=drawn", "encoder.trainable=" + trainable)
            .with(List.of(words))
            .typed());
  }

  private static RoundStart start(RunContext.Shared shared, Trainable trainable) {
    float[] moving = shared.moving(trainable).of(Objects.requireNonNull(shared.start()));
    return new RoundStart(0, moving, new float[shared.tail(trainable).optimiserState().length], 0);
  }

  private static RoundStart byHand(OpenRun run, Trainable trainable) {
    RunContext.Shared shared = run.context().shared();
    RoundStart start = start(shared, trainable);
    for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
      List<RoundEnd> ends = new ArrayList<>();
      for (WorkerRound part : parts) {
        ends.add(
            LocalRound.run(
                part,
                start,
                shared.learner(trainable),
                new PixelReader(shared.pixels(), run.settings().augment()),
                new Seed(run.settings().seed()),
                run.settings().optimiser().state()));
      }
      start = Rounds.next(run, start, ends);
    }
    return start;
  }

  private static void assertIsAPlainLoop(OpenRun run, Trainable trainable) {
    RunContext.Shared shared = run.context().shared();
    RoundEngine engine = new SparkRounds(run.context());
    RoundStart start = start(shared, trainable);
    float[] first = start.parameters();
    for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
      RoundEngine.Outcome outcome = engine.run(start, parts);
      start = outcome.next();
      long values = (long) start.parameters().length + start.optimiserState().length;
      assertThat(outcome.traffic()).isEqualTo(new Traffic(2 * 4 * values, 2 * 4 * values));
    }
    RoundStart expected = byHand(run, trainable);
    assertThat(start.parameters()).isNotEqualTo(first).isEqualTo(expected.parameters());
    assertThat(start.optimiserState()).isEqualTo(expected.optimiserState());
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "last-stages 2", "all"})
  void twoWorkersAreTheirLocalRoundsAveragedAndMoveTheirPartAlone(String trainable) {
    try (OpenRun run = open(trainable, "rounds.encoding=float")) {
      MovingParameters moving = run.context().shared().moving(Trainable.of(trainable));
      assertThat(moving.areAll()).isFalse();
      assertIsAPlainLoop(run, Trainable.of(trainable));
    }
  }

  /** Without augmentation features are kept; the plain loop makes them anew at every step. */
  @ParameterizedTest
  @ValueSource(strings = {"average", "gem"})
  void keptFeaturesGiveTheSameBits(String pooling) {
    try (OpenRun run =
        open(
            "head",
            "encoder.pooling=" + pooling,
            "augment.shift=0",
            "augment.rotate=0",
            "rounds.encoding=float")) {
      assertThat(run.settings().augment().isIdentity()).isTrue();
      assertIsAPlainLoop(run, Trainable.HEAD);
    }
  }
}
