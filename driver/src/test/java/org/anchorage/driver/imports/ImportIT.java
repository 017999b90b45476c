/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.progress.Progress;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An import by executors in processes of their own, one of which is killed in the middle. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ImportIT {

  private static final ImportSettings SETTINGS = new ImportSettings(0.1, 100_000_000, 0.3, 40_000);

  @TempDir Path directory;

  /** Kills an executor once three of its tasks have ended, after listing. */
  private static final class Killer extends SparkListener {

    private final Map<String, Long> executors;
    private final AtomicBoolean listed;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean killed = new AtomicBoolean();

    Killer(Map<String, Long> executors, AtomicBoolean listed) {
      this.executors = executors;
      this.listed = listed;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (listed.get() && ended.incrementAndGet() == 3 && killed.compareAndSet(false, true)) {
        Long process = executors.get(end.taskInfo().executorId());
        ProcessHandle.of(process == null ? -1 : process).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void anExecutorThatIsKilledChangesNoByte() throws IOException {
    for (int i = 0; i < 1500; i++) {
      byte[] image = i % 100 == 7 ? new byte[3] : Samples.png(i);
      Samples.put(directory, "in/class " + i % 60 + "/" + i + ".png", image);
    }
    AtomicBoolean listed = new AtomicBoolean();
    Progress.Factory progress =
        (stage, total, unit) -> {
          listed.set(true);
          return TinyCorpus.quiet().start(stage, total, unit);
        };
    ImportReport distributed;
    try (SparkSession session = LocalCluster.session()) {
      Killer killer = new Killer(executors(session), listed);
      session.sparkContext().addSparkListener(killer);
      distributed =
          new ImportStage(session, SETTINGS, new Seed(3), progress)
              .run(in(), SourceFormat.AUTO, out("cluster"), WhenExists.REFUSE);
      assertThat(killer.killed).isTrue();
    }
    ImportReport local =
        new ImportStage(LocalSpark.session(), SETTINGS, new Seed(3), TinyCorpus.quiet())
            .run(in(), SourceFormat.AUTO, out("local"), WhenExists.REFUSE);

    assertThat(distributed.fingerprint()).isEqualTo(local.fingerprint());
    assertThat(distributed.bad()).isEqualTo(local.bad());
    assertThat(distributed.shards()).isGreaterThan(5);
    assertThat(Trees.of(directory.resolve("cluster")))
        .isEqualTo(Trees.of(directory.resolve("local")));
  }

  /** Returns the process of each executor, once there are two. */
  private static Map<String, Long> executors(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Map<String, Long> found = new ConcurrentHashMap<>();
    while (found.size() < 2) {
      spark
          .parallelize(List.of(0, 1, 2, 3), 4)
          .map(i -> SparkEnv.get().executorId() + " " + ProcessHandle.current().pid())
          .collect()
          .forEach(
              seen ->
                  found.put(
                      seen.substring(0, seen.indexOf(' ')),
                      Long.parseLong(seen.substring(seen.indexOf(' ') + 1))));
    }
    return found;
  }

  private String in() {
    return directory.resolve("in").toUri().toString();
  }

  private String out(String name) {
    return directory.resolve(name).toUri().toString();
  }
}
