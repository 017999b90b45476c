/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.anchorage.core.config.OptimiserSettings.State;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.WorkerSlot;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.DivergenceException;
import org.anchorage.worker.step.Learner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSparkRounds {

  private static OpenRun open(String... words) {
    return OpenRun.open(LocalSpark.session(), TinyCorpus.settings(words).typed());
  }

  private static PixelReader reader(OpenRun run) {
    return new PixelReader(run.context().shared().pixels(), run.settings().augment());
  }

  private static Seed seed(Settings settings) {
    return new Seed(settings.seed());
  }

  static Stream<List<String>> losses() {
    return Stream.of(
        List.of("loss.name=triplet"),
        List.of("loss.name=proxy-anchor"),
        List.of(
            "loss.name=weighted", "loss.weighted=[triplet 1, softmax 0.5]", "loss.memory.size=8"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void oneWorkerThroughSparkIsAPlainLoopBitForBit(List<String> loss) {
    List<String> words =
        new ArrayList<>(List.of("workers=1", "rounds.steps=3", "rounds.encoding=float"));
    words.addAll(loss);
    try (OpenRun run = open(words.toArray(new String[0]))) {
      List<List<WorkerRound>> rounds = Rounds.ofEpoch(run);
      Learner plain = run.untrained();
      PixelReader reader = reader(run);
      for (List<WorkerRound> parts : rounds) {
        WorkerRound part = parts.get(0);
        plain.forget();
        for (int i = 0; i < part.batches().size(); i++) {
          Batch batch = part.batches().get(i);
          plain.step(reader.read(batch, part.stepSeed(seed(run.settings()), i)), new Seed(0));
        }
      }

      RoundEngine engine = new SparkRounds(run.context());
      RoundStart start = Rounds.start(run);
      for (List<WorkerRound> parts : rounds) {
        start = engine.run(start, parts).next();
      }

      assertThat(rounds).hasSizeGreaterThan(2);
      assertThat(start.parameters()).isNotEqualTo(run.untrained().parameters());
      assertThat(start.parameters()).isEqualTo(plain.parameters());
      assertThat(start.optimiserState()).isEqualTo(plain.optimiserState());
      assertThat(start.iteration()).isEqualTo(plain.iteration());
    }
  }

  @Test
  void inHalvesOneWorkerIsAPlainLoopThatRoundsWhereEachRoundEnds() {
    try (OpenRun run = open("workers=1", "rounds.encoding=half")) {
      Learner plain = run.untrained();
      RoundEngine engine = new SparkRounds(run.context());
      RoundStart spark = Rounds.start(run);
      RoundStart byHand = Rounds.start(run);
      for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
        RoundEnd end =
            LocalRound.run(
                parts.get(0), byHand, plain, reader(run), seed(run.settings()), State.AVERAGED);
        byHand = Rounds.next(run, byHand, List.of(end));
        RoundEngine.Outcome outcome = engine.run(spark, parts);
        spark = outcome.next();
        int parameters = spark.parameters().length;
        int moments = spark.optimiserState().length;
        assertThat(outcome.traffic())
            .isEqualTo(
                new Traffic(4L * parameters + 2L * moments + 4, 2L * (parameters + moments) + 8));
        assertThat(spark.parameters()).isNotEqualTo(end.parameters());
      }
      assertThat(spark.parameters()).isEqualTo(byHand.parameters());
      assertThat(spark.optimiserState()).isEqualTo(byHand.optimiserState());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32})
  void twoWorkersAreTheirLocalRoundsAveragedWhereverTheyMeet(int gather) {
    for (State state : List.of(State.AVERAGED, State.RESET)) {
      try (OpenRun run =
          open(
              "optimiser.state=" + state.name().toLowerCase(Locale.ROOT),
              "rounds.gather-mb=" + gather)) {
        RoundEngine engine = new SparkRounds(run.context());
        RoundStart spark = Rounds.start(run);
        RoundStart byHand = Rounds.start(run);
        for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
          List<RoundEnd> ends = new ArrayList<>();
          for (WorkerRound part : parts) {
            ends.add(
                LocalRound.run(
                    part, byHand, run.untrained(), reader(run), seed(run.settings()), state));
          }
          byHand = Rounds.next(run, byHand, ends);

          RoundEngine.Outcome outcome = engine.run(spark, parts);
          spark = outcome.next();
          assertThat(outcome.work().examples()).isEqualTo(2 * 2 * 6);
          assertThat(outcome.work().steps()).isEqualTo(2 * 2);
          assertThat(outcome.work().lossSum())
              .isEqualTo(ends.stream().mapToDouble(end -> end.work().lossSum()).sum());
        }
        assertThat(spark.parameters()).isEqualTo(byHand.parameters());
        assertThat(spark.optimiserState()).isEqualTo(byHand.optimiserState());
        assertThat(spark.round()).isEqualTo(2);
      }
    }
  }

  @Test
  void keptMomentsStayWithTheirWorker() {
    try (OpenRun run = open("optimiser.state=kept")) {
      List<Learner> learners = List.of(run.untrained(), run.untrained());
      RoundEngine engine = new SparkRounds(run.context());
      RoundStart spark = Rounds.start(run);
      RoundStart byHand = Rounds.start(run);
      for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
        List<RoundEnd> ends = new ArrayList<>();
        for (WorkerRound part : parts) {
          Learner learner = learners.get(part.worker());
          ends.add(
              LocalRound.run(part, byHand, learner, reader(run), seed(run.settings()), State.KEPT));
        }
        byHand = Rounds.next(run, byHand, ends);
        spark = engine.run(spark, parts).next();
      }
      assertThat(spark.optimiserState()).isEmpty();
      assertThat(spark.parameters()).isEqualTo(byHand.parameters());
    }
  }

  @Test
  void aWorkersNetworkIsKeptBetweenRoundsAndForgottenWithTheRun() {
    BroadcastKey key;
    WorkerSlot kept;
    try (OpenRun run = open()) {
      key = run.context().shared().key();
      RoundEngine engine = new SparkRounds(run.context());
      List<List<WorkerRound>> rounds = Rounds.ofEpoch(run);
      RoundStart start = engine.run(Rounds.start(run), rounds.get(0)).next();
      WorkerSlot first = slot(key);
      engine.run(start, rounds.get(1));
      assertThat(slot(key)).isSameAs(first);
      kept = first;
    }
    assertThat(slot(key)).isNotSameAs(kept);
  }

  private static WorkerSlot slot(BroadcastKey run) {
    return ExecutorCache.worker(
        run,
        1,
        "all",
        () -> {
          throw new IllegalStateException("a network was made anew");
        });
  }

  @Test
  void theErrorOfAStepReachesTheDriver() {
    try (OpenRun run = open()) {
      RoundStart start = Rounds.start(run);
      float[] broken = start.parameters().clone();
      Arrays.fill(broken, Float.NaN);
      assertThatThrownBy(
              () ->
                  new SparkRounds(run.context())
                      .run(
                          new RoundStart(0, broken, start.optimiserState(), 0),
                          Rounds.ofEpoch(run).get(0)))
          .isInstanceOf(SparkException.class)
          .cause()
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("not finite");
    }
  }

  @Test
  void whatIsBroadcastForARoundIsDestroyedWhateverBecomesOfIt() {
    try (OpenRun run = open()) {
      Recording spark = new Recording(run.context().spark().sc());
      RoundEngine engine = new SparkRounds(new RunContext(spark, run.context().shared()));
      RoundStart start = Rounds.start(run);
      engine.run(start, Rounds.ofEpoch(run).get(0));
      RoundStart tooShort = new RoundStart(0, new float[1], start.optimiserState(), 0);
      assertThatThrownBy(() -> engine.run(tooShort, Rounds.ofEpoch(run).get(0)))
          .isInstanceOf(SparkException.class);

      assertThat(spark.sent).hasSize(2);
      for (Broadcast<?> sent : spark.sent) {
        assertThatThrownBy(sent::value)
            .isInstanceOf(SparkException.class)
            .hasMessageContaining("after it was destroyed");
      }
    }
  }

  /** Remembers what is broadcast. */
  private static final class Recording extends JavaSparkContext {

    private final List<Broadcast<?>> sent = new ArrayList<>();

    Recording(SparkContext context) {
      super(context);
    }

    @Override
    public <T> Broadcast<T> broadcast(T value) {
      Broadcast<T> broadcast = super.broadcast(value);
      sent.add(broadcast);
      return broadcast;
    }
  }
}
