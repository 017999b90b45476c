/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.record.EpochRecord;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Executors in processes of their own: whatever a stage sends or brings back is serialised, and
 * nothing is shared but what was sent.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LocalClusterIT {

  @TempDir static Path directory;

  /** How rounds are averaged. */
  private record Rounds(String averaging, String encoding, int gather) {}

  private static final Map<Rounds, RunOutcome> DISTRIBUTED = new HashMap<>();
  private static List<String> processes = List.of();

  static Stream<Rounds> rounds() {
    return Stream.of(
        new Rounds("rounds", "half", 0),
        new Rounds("rounds", "half", 32),
        new Rounds("rounds", "float", 0),
        new Rounds("dl4j", "float", 0));
  }

  /** Runs everything on the cluster: it takes its place from the Spark of this process. */
  @BeforeAll
  static void onACluster() {
    TinyCorpus.location();
    try (SparkSession session = LocalCluster.session()) {
      rounds().forEach(rounds -> DISTRIBUTED.put(rounds, train(session, "cluster", rounds)));
      processes =
          JavaSparkContext.fromSparkContext(session.sparkContext())
              .parallelize(List.of(0, 1, 2, 3), 4)
              .map(i -> ProcessHandle.current().pid() + " " + System.getenv("OMP_NUM_THREADS"))
              .collect();
    }
  }

  private static RunOutcome train(SparkSession session, String where, Rounds rounds) {
    Path run = directory.resolve(where + rounds.hashCode());
    List<EpochRecord> records =
        new TrainStage(session, TinyCorpus.quiet())
            .begin(
                TinyCorpus.settings(
                    "epochs=1",
                    "averaging=" + rounds.averaging(),
                    "rounds.encoding=" + rounds.encoding(),
                    "rounds.gather-mb=" + rounds.gather(),
                    "run=" + run));
    return RunOutcome.of(
        records,
        new org.apache.hadoop.fs.Path(run.toUri()),
        session.sparkContext().hadoopConfiguration());
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void anEpochOnAClusterIsAnEpochOnOneMachineBitForBit(Rounds rounds) {
    RunOutcome distributed = Objects.requireNonNull(DISTRIBUTED.get(rounds));
    RunOutcome local =
        train(
            LocalSpark.session(),
            "local",
            new Rounds(rounds.averaging(), rounds.encoding(), 32 - rounds.gather()));

    assertThat(distributed.parameters()).isEqualTo(local.parameters());
    assertThat(distributed.moments()).isEqualTo(local.moments());
    assertThat(distributed.metrics()).isEqualTo(local.metrics());
    assertThat(distributed.losses()).isEqualTo(local.losses());
  }

  @Test
  void tasksRunInProcessesOfTheirOwnOnOneThreadEach() {
    long driver = ProcessHandle.current().pid();
    assertThat(processes).hasSize(4).allSatisfy(one -> assertThat(one).endsWith(" 1"));
    assertThat(processes).noneMatch(one -> one.startsWith(driver + " "));
  }
}
