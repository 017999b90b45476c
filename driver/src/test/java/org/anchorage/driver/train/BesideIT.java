/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.ForkedDriver;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run and {@code mine --follow} in a process of its own. The trainer's epochs wait for the tables
 * that the test expects, so the clock decides nothing.
 */
class BesideIT {

  private final SparkSession session = LocalSpark.session();

  @TempDir static Path directory;

  private static RunSettings settings() {
    return TinyCorpus.settings(
        "workers=1",
        "epochs=3",
        "batch.classes=2",
        "rounds.steps=6",
        "mining=instances",
        "mine.by=beside",
        "mine.group=2",
        "mine.poll-seconds=1",
        "checkpoint.keep=1",
        "run=" + directory.resolve("run"));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void anotherApplicationMinesWhatTheNextEpochIsPlannedBy() throws Exception {
    Process[] miners = new Process[2];
    try {
      List<EpochRecord> records = train(miners);
      assertThat(records.subList(2, 4).stream().map(EpochRecord::plannedBy))
          .extracting(by -> by == null ? "own" : by.table() + " " + by.age())
          .containsExactly("mined/round-2 0", "mined/round-4 0");
      assertThat(miners[0].waitFor()).isZero();
      assertThat(directory.resolve("follow-0.log"))
          .content()
          .contains("is finished; ")
          .contains("/run/mined/round-6");
      assertThat(directory.resolve("run/mined/round-6/manifest.json")).exists();
      assertThat(directory.resolve("run/mined").resolve(Lease.FILE)).doesNotExist();
      assertThat(directory.resolve("run/vectors")).doesNotExist();

      assertThat(miners[1].waitFor()).isEqualTo(1);
      assertThat(directory.resolve("follow-1.log"))
          .content()
          .contains("/run/mined is being written by process " + miners[0].pid() + " on ")
          .contains("; wait for it or stop it, or write the table elsewhere with --to URI");

      Process again = mine("again");
      assertThat(again.waitFor()).isZero();
      assertThat(directory.resolve("again.log"))
          .content()
          .contains("Already mined: the table of round 6 lies at ");
    } finally {
      for (Process miner : miners) {
        if (miner != null) {
          miner.destroyForcibly();
        }
      }
    }
  }

  private List<EpochRecord> train(Process[] miners) {
    int[] epoch = new int[1];
    Progress.Factory stepped =
        (stage, total, unit) -> {
          if (stage.startsWith("epoch ")) {
            epoch[0]++;
          }
          if (stage.equals("evaluate") && epoch[0] == 0 && miners[0] == null) {
            miners[0] = mine("follow-0", "--follow");
          }
          if (stage.equals("evaluate") && epoch[0] == 1 && miners[1] == null) {
            await(directory.resolve("run/mined").resolve(Lease.FILE));
            miners[1] = mine("follow-1", "--follow");
          }
          if (stage.equals("evaluate") && epoch[0] > 0 && epoch[0] < 3) {
            await(directory.resolve("run/mined/round-" + 2 * epoch[0]));
          }
          return TinyCorpus.quiet().start(stage, total, unit);
        };
    return new TrainStage(session, stepped).begin(settings());
  }

  /** A table is renamed when it is complete. */
  private static void await(Path place) {
    while (!Files.exists(place)) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + place, e);
      }
    }
  }

  private static Process mine(String name, String... words) {
    List<String> command =
        new ArrayList<>(List.of("mine", "--run", directory.resolve("run").toString()));
    command.addAll(List.of(words));
    command.add("spark.master=local[2]");
    try {
      return new ForkedDriver(directory).start(directory.resolve(name + ".log"), command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
