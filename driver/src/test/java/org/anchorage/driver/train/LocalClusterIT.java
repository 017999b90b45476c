/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  /** Where a cluster looks for Spark's jars; they are on the class path. */
  @BeforeAll
  static void sparkHome() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    TinyCorpus.location();
  }

  private static SparkSession cluster() {
    LocalSpark.session().stop();
    return SparkSession.builder()
        .master("local-cluster[2,1,1024]")
        .appName("cluster")
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .config("spark.executorEnv.OMP_NUM_THREADS", "1")
        .config("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        // Tasks wait for both executors: a job may otherwise be over before the second is there.
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  /** What an epoch gives but for the time it takes. */
  private record Outcome(
      List<Map<String, Double>> metrics,
      List<Double> losses,
      float[] parameters,
      float[] moments) {}

  private Outcome train(SparkSession session, String name, String averaging, String encoding) {
    Path run = directory.resolve(name);
    List<EpochRecord> records =
        new TrainStage(session, TinyCorpus.quiet())
            .begin(
                TinyCorpus.settings(
                    "epochs=1",
                    "averaging=" + averaging,
                    "rounds.encoding=" + encoding,
                    "run=" + run));
    Position end =
        Checkpoints.newestOf(
                new org.apache.hadoop.fs.Path(run.resolve("checkpoints").toUri()),
                session.sparkContext().hadoopConfiguration())
            .orElseThrow();
    return new Outcome(
        records.stream().map(EpochRecord::metrics).toList(),
        records.stream().map(EpochRecord::loss).toList(),
        end.start().parameters(),
        end.start().optimiserState());
  }

  @ParameterizedTest
  @CsvSource({"rounds, half", "rounds, float", "dl4j, float"})
  void anEpochOnAClusterIsAnEpochOnOneMachineBitForBit(String averaging, String encoding) {
    Outcome distributed;
    try (SparkSession session = cluster()) {
      distributed = train(session, "cluster", averaging, encoding);
    }
    Outcome local = train(LocalSpark.session(), "local", averaging, encoding);

    assertThat(distributed.parameters()).isEqualTo(local.parameters());
    assertThat(distributed.moments()).isEqualTo(local.moments());
    assertThat(distributed.metrics()).isEqualTo(local.metrics());
    assertThat(distributed.losses()).isEqualTo(local.losses());
  }

  @Test
  void tasksRunInProcessesOfTheirOwnOnOneThreadEach() {
    try (SparkSession session = cluster()) {
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
