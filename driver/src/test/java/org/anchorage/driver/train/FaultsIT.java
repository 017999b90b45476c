/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.Faults;
import org.anchorage.driver.run.FaultyDisk;
import org.anchorage.driver.run.ForkedDriver;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Executors and drivers that are killed, are slow, or lose their disk; corpora that are damaged.
 * Whatever happens, the run ends where the undisturbed one does, bit for bit.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FaultsIT {

  private static SparkSession session;
  private static Configuration hadoop;
  private static Faults faults;
  private static RunOutcome undisturbed;

  @TempDir static Path shared;

  @BeforeAll
  static void undisturbed() throws IOException {
    String corpus = TinyCorpus.location();
    session = LocalCluster.session();
    hadoop = session.sparkContext().hadoopConfiguration();
    faults = Faults.in(shared, hadoop);
    undisturbed = train("undisturbed", corpus, stage -> {});
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static RunSettings settings(String name, String corpus, String... words) {
    return TinyCorpus.settings(words)
        .with(List.of("corpus=" + corpus, "run=" + shared.resolve(name)))
        // By executors, where more can be lost than on the way to the driver.
        .with(List.of("mining=classes", "mine.group=3", "rounds.gather-mb=0"));
  }

  private static RunOutcome train(String name, String corpus, Consumer<String> atStage) {
    return outcome(stage(atStage).begin(settings(name, corpus)), name);
  }

  private static TrainStage stage(Consumer<String> atStage) {
    Progress.Factory progress =
        (stage, total, unit) -> {
          atStage.accept(stage);
          return TinyCorpus.quiet().start(stage, total, unit);
        };
    return new TrainStage(session, progress);
  }

  /** What the command line says: whatever Spark wraps around it is left out there. */
  private static Throwable told(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.spark")) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static RunOutcome outcome(List<EpochRecord> records, String name) {
    return RunOutcome.of(
        records, new org.apache.hadoop.fs.Path(shared.resolve(name).toUri()), hadoop);
  }

  /** Returns the process of each executor, once there are two. */
  private static Map<String, Long> executors() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Map<String, Long> found = new ConcurrentHashMap<>();
    while (found.size() < 2) {
      found.clear();
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

  private static void signal(String signal, long process) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void during(SparkListener listener, Runnable work) {
    session.sparkContext().addSparkListener(listener);
    try {
      work.run();
    } finally {
      session.sparkContext().removeSparkListener(listener);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32})
  void anExecutorThatIsKilledInTheMiddleOfARound(int gather) throws IOException {
    String name = "killed-in-round-" + gather;
    TrainStage halting =
        stage(
            at -> {
              if (at.equals("epoch 1")) {
                faults.arm(FaultyDisk.HALT);
              }
            });
    RunSettings settings = settings(name, faults.faulty("corpus-round-" + gather));
    RunOutcome outcome =
        outcome(halting.begin(settings.with(List.of("rounds.gather-mb=" + gather))), name);
    assertThat(faults.fault(FaultyDisk.HALT)).doesNotExist();
    assertThat(outcome).isEqualTo(undisturbed);
  }

  /** One worker waits while the other's executor ends its share; then what it wrote is lost. */
  @Test
  void anExecutorThatIsKilledAfterItsShareWhileAnotherIsSlow() throws IOException {
    Map<String, Long> executors = executors();
    List<String> killed = new ArrayList<>();
    SparkListener killing =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            if (killed.isEmpty() && Files.exists(faults.fault(FaultyDisk.STALLED))) {
              killed.add(end.taskInfo().executorId());
              signal("KILL", Objects.requireNonNull(executors.get(end.taskInfo().executorId())));
              deleted(faults.fault(FaultyDisk.STALLED));
            }
          }
        };
    String corpus = faults.faulty("corpus-share");
    during(
        killing,
        () ->
            assertThat(
                    train(
                        "killed-after-share",
                        corpus,
                        stage -> {
                          if (stage.equals("epoch 1")) {
                            faults.arm(FaultyDisk.STALL);
                          }
                        }))
                .isEqualTo(undisturbed));
    assertThat(killed).hasSize(1);
  }

  private static void deleted(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anExecutorThatIsKilledWhileItEmbeds() throws IOException {
    RunOutcome outcome =
        train(
            "killed-in-embed",
            faults.faulty("corpus-embed"),
            stage -> {
              if (stage.equals("embed") && Files.notExists(shared.resolve("once"))) {
                faults.arm(FaultyDisk.HALT);
                created(shared.resolve("once"));
              }
            });
    assertThat(faults.fault(FaultyDisk.HALT)).doesNotExist();
    assertThat(outcome).isEqualTo(undisturbed);
  }

  private static void created(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both are stopped before the search; the one that is given its task is killed. */
  @ParameterizedTest
  @ValueSource(strings = {"mine", "evaluate"})
  void anExecutorThatIsKilledWhileItSearches(String search) {
    Map<String, Long> stopped = new ConcurrentHashMap<>();
    List<String> killed = new ArrayList<>();
    SparkListener killing =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart start) {
            String executor = start.taskInfo().executorId();
            if (killed.isEmpty() && !stopped.isEmpty()) {
              killed.add(executor);
              stopped.forEach(
                  (each, process) -> signal(each.equals(executor) ? "KILL" : "CONT", process));
            }
          }
        };
    during(
        killing,
        () ->
            assertThat(
                    train(
                        "killed-in-" + search,
                        TinyCorpus.location(),
                        stage -> {
                          if (stage.equals(search) && killed.isEmpty()) {
                            Map<String, Long> found = executors();
                            found.values().forEach(process -> signal("STOP", process));
                            stopped.putAll(found);
                          }
                        }))
                .isEqualTo(undisturbed));
    assertThat(killed).hasSize(1);
  }

  /** A file where the directory was: nothing can be written there, as on a full disk. */
  @Test
  void executorsThatLoseTheirLocalDisk() {
    String name = "lost-disk";
    Set<Path> disks = executorDisks();
    assertThatThrownBy(
            () ->
                train(
                    name,
                    TinyCorpus.location(),
                    stage -> {
                      if (stage.equals("epoch 2")) {
                        for (Path disk : disks) {
                          moved(disk, aside(disk));
                          created(disk);
                        }
                      }
                    }))
        .rootCause()
        .hasMessageContaining("Not a directory");
    for (Path disk : disks) {
      deleted(disk);
      moved(aside(disk), disk);
    }
    List<EpochRecord> records = stage(stage -> {}).resume(settings(name, TinyCorpus.location()));
    assertThat(outcome(records, name)).isEqualTo(undisturbed);
  }

  private static Set<Path> executorDisks() {
    Set<Path> disks = new HashSet<>();
    while (disks.size() < 2) {
      JavaSparkContext.fromSparkContext(session.sparkContext())
          .parallelize(List.of(0, 1, 2, 3), 4)
          .map(i -> SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].getPath())
          .collect()
          .forEach(disk -> disks.add(Path.of(disk)));
    }
    return disks;
  }

  private static Path aside(Path disk) {
    return disk.resolveSibling(disk.getFileName() + "-aside");
  }

  private static void moved(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedShardIsNamedAndNothingIsLost() throws IOException {
    String name = "damaged";
    Path corpus = faults.corpus("corpus-damaged");
    Path shard;
    try (Stream<Path> shards = Files.list(corpus.resolve("shards"))) {
      shard = shards.filter(path -> path.toString().endsWith(".seq")).findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(shard);
    byte[] bad = good.clone();
    for (int i = bad.length / 3; i < bad.length; i++) {
      bad[i] ^= 0x55;
    }
    Files.write(shard, bad);
    String uri = corpus.toUri().toString();
    assertThatThrownBy(() -> train(name, uri, stage -> {}))
        .extracting(FaultsIT::told, as(InstanceOfAssertFactories.THROWABLE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("of the shard shards/" + shard.getFileName() + " of " + "file:")
        .hasMessageEndingWith("the corpus is damaged: restore it or import it again");
    Files.write(shard, good);
    List<EpochRecord> records = stage(stage -> {}).resume(settings(name, uri));
    assertThat(outcome(records, name)).isEqualTo(undisturbed);
  }

  @Test
  void aDriverThatIsKilled() throws Exception {
    String corpus = faults.faulty("corpus-driver");
    RunSettings settings = settings("killed-driver", corpus);
    faults.arm(FaultyDisk.STALL);
    Process driver = fork("killed-driver", corpus);
    try {
      while (Files.notExists(faults.fault(FaultyDisk.STALLED)) && driver.isAlive()) {
        Thread.sleep(20);
      }
      assertThat(driver.isAlive()).isTrue();
      assertThatThrownBy(() -> stage(stage -> {}).resume(settings))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("is being trained by process " + driver.pid() + " on ");
    } finally {
      driver.destroyForcibly().waitFor();
      Files.deleteIfExists(faults.fault(FaultyDisk.STALLED));
    }
    List<EpochRecord> records = stage(stage -> {}).resume(settings);
    assertThat(outcome(records, "killed-driver")).isEqualTo(undisturbed);
  }

  /** Trains in a process of its own, which stalls in the second round. */
  private static Process fork(String name, String corpus) throws IOException {
    Path run = shared.resolve(name);
    List<String> words = new ArrayList<>(List.of("train", "spark.master=local[2]"));
    words.addAll(TinyCorpus.words());
    words.addAll(List.of("corpus=" + corpus, "run=" + run, "mining=classes", "mine.group=3"));
    return new ForkedDriver(faults.armed())
        .with(FaultyDisk.AFTER, run.resolve("checkpoints/round-00000001").toString())
        .start(shared.resolve(name + ".log"), words);
  }
}
