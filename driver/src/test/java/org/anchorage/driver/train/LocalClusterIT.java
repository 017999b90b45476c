/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Executors in processes of their own: whatever a stage sends or brings back is serialised, and
 * nothing is shared but what was sent.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LocalClusterIT {

  @TempDir Path directory;

  @BeforeAll
  static void corpus() {
    TinyCorpus.location();
  }

  private RunOutcome train(
      SparkSession session, String name, String averaging, String encoding, int gather) {
    Path run = directory.resolve(name);
    List<EpochRecord> records =
        new TrainStage(session, TinyCorpus.quiet())
            .begin(
                TinyCorpus.settings(
                    "epochs=1",
                    "averaging=" + averaging,
                    "rounds.encoding=" + encoding,
                    "rounds.gather-mb=" + gather,
                    "run=" + run));
    return RunOutcome.of(
        records,
        new org.apache.hadoop.fs.Path(run.toUri()),
        session.sparkContext().hadoopConfiguration());
  }

  @ParameterizedTest
  @CsvSource({"rounds, half, 0", "rounds, half, 32", "rounds, float, 0", "dl4j, float, 0"})
  void anEpochOnAClusterIsAnEpochOnOneMachineBitForBit(
      String averaging, String encoding, int gather) {
    RunOutcome distributed;
    try (SparkSession session = LocalCluster.session()) {
      distributed = train(session, "cluster", averaging, encoding, gather);
    }
    RunOutcome local = train(LocalSpark.session(), "local", averaging, encoding, 32 - gather);

    assertThat(distributed.parameters()).isEqualTo(local.parameters());
    assertThat(distributed.moments()).isEqualTo(local.moments());
    assertThat(distributed.metrics()).isEqualTo(local.metrics());
    assertThat(distributed.losses()).isEqualTo(local.losses());
  }

  @Test
  void tasksRunInProcessesOfTheirOwnOnOneThreadEach() {
    try (SparkSession session = LocalCluster.session()) {
      List<String> seen =
          JavaSparkContext.fromSparkContext(session.sparkContext())
              .parallelize(List.of(0, 1, 2, 3), 4)
              .map(i -> ProcessHandle.current().pid() + " " + System.getenv("OMP_NUM_THREADS"))
              .collect();
      long driver = ProcessHandle.current().pid();
      assertThat(seen).allSatisfy(one -> assertThat(one).endsWith(" 1"));
      assertThat(seen).noneMatch(one -> one.startsWith(driver + " "));
    }
  }
}
