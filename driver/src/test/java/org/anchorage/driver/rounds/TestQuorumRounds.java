/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.quorum.Watcher;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.session.QuorumPlugin;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.train.TrainStage;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds that end by a quorum, on the session that a command opens for them. */
@Timeout(120)
class TestQuorumRounds {

  @TempDir Path directory;

  private SparkSession session;

  private static RunSettings settings(String... words) {
    return TinyCorpus.settings("spark.master=local[2]", "rounds.quorum=0.5").with(List.of(words));
  }

  @BeforeEach
  void open() {
    TinyCorpus.location();
    LocalSpark.session().stop();
    session = Sparks.open(settings().typed(), "quorum");
  }

  @AfterEach
  void close() {
    session.stop();
  }

  /** Three workers on two threads: the last begins when another has ended. */
  @ParameterizedTest
  @CsvSource({"2, half, 32", "2, float, 0", "3, half, 0"})
  void aRoundIsTheMeanOfWhatItsWorkersCameTo(int workers, String encoding, int gather) {
    HeldWorkers.here(Set.of(1, 2), "");
    try (OpenRun run =
        OpenRun.open(
            session,
            settings(
                    "workers=" + workers,
                    "rounds.quorum=" + 1.0 / workers,
                    "rounds.encoding=" + encoding,
                    "rounds.gather-mb=" + gather)
                .typed())) {
      RoundEngine engine = new SparkRounds(run.context());
      RoundStart spark = Rounds.start(run);
      RoundStart byHand = Rounds.start(run);
      for (List<WorkerRound> parts : Rounds.ofEpoch(run)) {
        RoundEngine.Outcome outcome = engine.run(spark, parts);
        List<Integer> expected = new ArrayList<>(List.of(parts.get(0).batches().size()));
        parts.subList(1, workers).forEach(part -> expected.add(1));
        assertThat(outcome.steps()).isEqualTo(expected);
        assertThat(outcome.work().examples())
            .isEqualTo(6L * expected.stream().mapToInt(Integer::intValue).sum());
        byHand = Rounds.replayed(run, byHand, parts, outcome.steps());
        spark = outcome.next();
        assertThat(spark.parameters()).isEqualTo(byHand.parameters());
        assertThat(spark.optimiserState()).isEqualTo(byHand.optimiserState());
        assertThat(spark.iteration()).isEqualTo(byHand.iteration());
      }
    }
  }

  @Test
  void howFarWorkersCameIsWrittenDown() {
    HeldWorkers.here(Set.of(0), "");
    List<EpochRecord> records =
        new TrainStage(session, TinyCorpus.quiet())
            .begin(settings("epochs=1", "run=" + directory.resolve("run")));
    assertThat(directory.resolve("run/steps-0001.jsonl"))
        .content()
        .isEqualTo(
            "{\"round_of_epoch\":0,\"steps\":[1, 2]}\n{\"round_of_epoch\":1,\"steps\":[1, 2]}\n");
    assertThat(records).extracting(EpochRecord::steps).containsExactly(0L, 6L);
  }

  @Test
  void withoutThePluginRoundsWaitForAll() {
    ExecutorCache.setWatcher(Watcher.ABSENT);
    try (OpenRun run = OpenRun.open(session, settings().typed())) {
      List<WorkerRound> parts = Rounds.ofEpoch(run).get(0);
      RoundStart start = Rounds.start(run);
      RoundEngine.Outcome outcome = new SparkRounds(run.context()).run(start, parts);
      assertThat(outcome.steps()).containsExactly(2, 2);
      assertThat(outcome.next().parameters())
          .isEqualTo(Rounds.replayed(run, start, parts, List.of(2, 2)).parameters());
    }
  }

  /** A watcher that must not be called: nobody is asked. */
  @Test
  void aQuorumOfAllAsksNobody() {
    ExecutorCache.setWatcher(
        share -> {
          throw new IllegalStateException("asked");
        });
    for (String quorum : List.of("1", "0.75")) {
      try (OpenRun run = OpenRun.open(session, settings("rounds.quorum=" + quorum).typed())) {
        List<WorkerRound> parts = Rounds.ofEpoch(run).get(0);
        assertThat(new SparkRounds(run.context()).run(Rounds.start(run), parts).steps())
            .containsExactly(2, 2);
      }
    }
  }

  @Test
  void thePluginComesAndGoesWithItsSession() {
    assertThat(QuorumPlugin.isIn(session.sparkContext().getConf())).isTrue();
    assertThat(ExecutorCache.watcher()).isNotSameAs(Watcher.ABSENT);
    session.stop();
    assertThat(ExecutorCache.watcher()).isSameAs(Watcher.ABSENT);
    session = Sparks.open(settings("rounds.quorum=1").typed(), "no quorum");
    assertThat(QuorumPlugin.isIn(session.sparkContext().getConf())).isFalse();
    assertThat(ExecutorCache.watcher()).isSameAs(Watcher.ABSENT);
  }
}
