/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.session.QuorumPlugin;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** A quorum among executors in processes of their own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class QuorumIT {

  private static SparkSession session;

  @TempDir static Path shared;

  @BeforeAll
  static void start() {
    TinyCorpus.location();
    session = LocalCluster.session(Map.of("spark.plugins", QuorumPlugin.class.getName()));
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static OpenRun open() {
    return OpenRun.open(
        session, TinyCorpus.settings("rounds.quorum=0.5", "rounds.gather-mb=0").typed());
  }

  /** Holds the second worker on both executors, and returns their processes. */
  private static Map<String, Long> held(Path until) {
    String file = until.toString();
    Map<String, Long> processes = new HashMap<>();
    while (processes.size() < 2) {
      JavaSparkContext.fromSparkContext(session.sparkContext())
          .parallelize(List.of(0, 1, 2, 3), 4)
          .map(
              i -> {
                HeldWorkers.here(Set.of(1), file);
                return SparkEnv.get().executorId() + " " + ProcessHandle.current().pid();
              })
          .collect()
          .forEach(
              seen ->
                  processes.put(
                      seen.substring(0, seen.indexOf(' ')),
                      Long.parseLong(seen.substring(seen.indexOf(' ') + 1))));
    }
    return processes;
  }

  /**
   * The first worker's executor is killed once its share is over, and what it wrote with it; the
   * second worker is held until then. The first share is run again, to the end that it had.
   */
  @Test
  void theOthersEndEarlyAndALostShareComesToItsEndAgain() {
    Path released = shared.resolve("released");
    Map<String, Long> processes = held(released);
    try (OpenRun run = open()) {
      SparkListener killing =
          new SparkListener() {
            private int stage = -1;

            @Override
            public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
              if (JavaConverters.seqAsJavaList(submitted.stageInfo().rddInfos()).stream()
                  .anyMatch(rdd -> rdd.name().equals("round-0"))) {
                stage = submitted.stageInfo().stageId();
              }
            }

            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
              if (end.stageId() == stage && Files.notExists(released)) {
                long process = Objects.requireNonNull(processes.get(end.taskInfo().executorId()));
                ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
                created(released);
              }
            }
          };
      session.sparkContext().addSparkListener(killing);
      RoundStart start = Rounds.start(run);
      List<List<WorkerRound>> rounds = Rounds.ofEpoch(run);
      RoundEngine engine = new SparkRounds(run.context());
      RoundEngine.Outcome outcome = engine.run(start, rounds.get(0));
      session.sparkContext().removeSparkListener(killing);

      assertThat(released).exists();
      assertThat(outcome.steps()).containsExactly(2, 1);
      RoundStart byHand = Rounds.replayed(run, start, rounds.get(0), outcome.steps());
      assertThat(outcome.next().parameters()).isEqualTo(byHand.parameters());
      assertThat(outcome.next().optimiserState()).isEqualTo(byHand.optimiserState());
    }
  }

  private static void created(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
