/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.train.TrainStage;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own forget the runs that the driver closes. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ForgettingIT {

  @TempDir Path directory;

  private static SparkSession session;
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    TinyCorpus.location();
    session = LocalCluster.session(Map.of("spark.locality.wait", "100ms"));
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static Map<String, List<String>> holdings() {
    return EveryExecutor.run(spark, "holdings", ExecutorCache::holdings, Duration.ofSeconds(60));
  }

  private void embed(OpenRun run) {
    int[] rows = run.catalogue().rows(Split.TEST);
    new EmbedStage(run.context(), TinyCorpus.quiet())
        .embed(
            "embed",
            run.untrained().parameters(),
            rows,
            new org.apache.hadoop.fs.Path(directory.resolve("vectors").toUri()));
  }

  @Test
  void nothingIsKeptOnAnyExecutorOfARunThatIsClosed() {
    List<Map<String, List<String>>> during = new ArrayList<>();
    new TrainStage(
            session,
            (stage, total, unit) -> {
              during.add(holdings());
              return TinyCorpus.quiet().start(stage, total, unit);
            })
        .begin(
            TinyCorpus.settings(
                "epochs=1", "mining=classes", "mine.group=3", "run=" + directory.resolve("run")));
    assertThat(during.get(during.size() - 1))
        .hasSize(2)
        .allSatisfy((executor, held) -> assertThat(held).isNotEmpty());
    assertThat(holdings()).hasSize(2).allSatisfy((executor, held) -> assertThat(held).isEmpty());
    assertThat(ExecutorCache.holdings()).isEmpty();
  }

  /** One executor is busy while a run is closed, and forgets it with the next run's first task. */
  @Test
  void anExecutorThatCouldNotBeReachedForgetsLater() throws Exception {
    String busy = directory.resolve("busy").toString();
    String done = directory.resolve("done").toString();
    OpenRun closed = OpenRun.open(session, TinyCorpus.settings().typed());
    BroadcastKey key = closed.context().shared().key();
    EveryExecutor.run(spark, "pixels", pixelsOf(closed), Duration.ofSeconds(60));
    assertThat(holdings()).hasSize(2).allSatisfy((e, held) -> assertThat(held).hasSize(2));
    JavaFutureAction<List<Integer>> holding =
        spark
            .parallelize(List.of(0), 1)
            .map(
                i -> {
                  Files.createFile(Path.of(busy));
                  while (Files.notExists(Path.of(done))) {
                    Thread.sleep(1);
                  }
                  return i;
                })
            .collectAsync();
    while (Files.notExists(Path.of(busy))) {
      Thread.sleep(1);
    }
    closed.close();
    Files.createFile(Path.of(done));
    holding.get();
    assertThat(holdings().values())
        .anySatisfy(held -> assertThat(held).isEmpty())
        .anySatisfy(held -> assertThat(held).hasSize(2).anyMatch(one -> one.contains("" + key)));

    try (OpenRun next = OpenRun.open(session, TinyCorpus.settings().typed())) {
      EveryExecutor.run(spark, "pixels", pixelsOf(next), Duration.ofSeconds(60));
      embed(next);
      assertThat(holdings())
          .hasSize(2)
          .allSatisfy((e, held) -> assertThat(held).noneMatch(one -> one.contains("" + key)));
    }
  }

  private static EveryExecutor.Work<Integer> pixelsOf(OpenRun run) {
    var shared = run.context().shared();
    return () -> shared.pixels().index().classes();
  }
}
