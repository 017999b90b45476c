/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.imports.Trees;
import org.anchorage.driver.run.Faults;
import org.anchorage.driver.run.FaultyDisk;
import org.anchorage.driver.run.ForkedDriver;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands whose driver is killed in the middle, and that are given again. They end as those that
 * are not disturbed.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class KilledDriverIT {

  private static final int KILLED = 137;

  @TempDir Path directory;
  private Faults faults;
  private ForkedDriver driver;

  @BeforeEach
  void installs() throws IOException {
    faults = Faults.in(directory, new Configuration());
    driver = new ForkedDriver(faults.armed());
  }

  @Test
  void importing() throws Exception {
    for (int i = 0; i < 400; i++) {
      Samples.put(directory, "in/class " + i % 20 + "/" + i + ".png", Samples.png(i));
    }
    List<String> words =
        List.of(
            "import",
            "--from",
            "faulty://" + directory.resolve("in"),
            "--to",
            directory.resolve("corpus").toString(),
            "import.shard-bytes=4000",
            "spark.master=local[2]");
    // The task that opens this image waits; the other core inspects the rest.
    Process killed = stalled("import", driver.with(FaultyDisk.NAME, "399\\.png"), words);
    try {
      while (count(".done") < 3) {
        Thread.sleep(20);
      }
    } finally {
      kill(killed);
    }
    assertThat(directory.resolve("corpus")).doesNotExist();

    String told = ended("again", words);

    Path whole = directory.resolve("whole");
    List<String> undisturbed = new ArrayList<>(words);
    undisturbed.set(4, whole.toString());
    ended("whole", undisturbed);
    assertThat(told).contains("400 images");
    assertThat(Trees.of(directory.resolve("corpus"))).isEqualTo(Trees.of(whole));
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".corpus"));
    }
  }

  /** Returns how many finished parts are noted in the draft's hidden folder. */
  private long count(String folder) throws IOException {
    try (Stream<Path> files = Files.find(directory, 4, (path, is) -> is.isRegularFile())) {
      return files
          .map(path -> directory.relativize(path).toString())
          .filter(name -> name.contains("/" + folder + "/leaf-"))
          .count();
    }
  }

  @Test
  void miningEvaluatingAndIndexing() throws Exception {
    String corpus = faults.faulty("corpus");
    String run = directory.resolve("run").toString();
    List<String> train = new ArrayList<>(List.of("train", "spark.master=local[2]"));
    train.addAll(TinyCorpus.words());
    train.addAll(List.of("corpus=" + corpus, "run=" + run, "epochs=1"));
    ended("train", train);
    List<String> of = List.of("--run", run, "spark.master=local[2]");

    Path table = directory.resolve("table");
    List<String> mine =
        with(List.of("mine", "--to", table.toString(), "mining=instances", "mine.group=3"), of);
    kill(stalled("mine", driver, mine));
    assertThat(table).doesNotExist();
    ended("mine-again", mine);
    List<String> undisturbed = new ArrayList<>(mine);
    undisturbed.set(2, directory.resolve("other-table").toString());
    ended("mine-whole", undisturbed);
    assertSame(table, directory.resolve("other-table"), "negatives", "classes");

    Path metrics = directory.resolve("metrics.json");
    List<String> evaluate = with(List.of("evaluate", "--json", metrics.toString()), of);
    kill(stalled("evaluate", driver, evaluate));
    assertThat(metrics).doesNotExist();
    ended("evaluate-again", evaluate);
    String again = Files.readString(metrics);
    ended("evaluate-whole", evaluate);
    assertThat(again).contains("recall").isEqualTo(Files.readString(metrics));

    Path index = directory.resolve("index");
    List<String> indexing = with(List.of("index", "--to", index.toString()), of);
    kill(stalled("index", driver, indexing));
    assertThat(index).doesNotExist();
    ended("index-again", indexing);
    undisturbed = new ArrayList<>(indexing);
    undisturbed.set(2, directory.resolve("other-index").toString());
    ended("index-whole", undisturbed);
    assertSame(index, directory.resolve("other-index"), "items");
  }

  /**
   * Compares artifacts: bytes of files, but rows of Spark's tables, which differ in their names.
   */
  private static void assertSame(Path one, Path other, String... tables) throws IOException {
    assertThat(sums(one)).isNotEmpty().isEqualTo(sums(other));
    for (String table : tables) {
      assertThat(rows(one.resolve(table))).isNotEmpty().isEqualTo(rows(other.resolve(table)));
    }
  }

  private static Map<String, String> sums(Path artifact) throws IOException {
    Map<String, String> sums = new TreeMap<>(Trees.of(artifact));
    // The zip of a network holds the time at which it was written.
    sums.keySet().removeIf(name -> name.endsWith(".parquet") || name.endsWith(".zip"));
    return sums;
  }

  private static List<String> rows(Path table) {
    return LocalSpark.session().read().parquet(table.toUri().toString()).collectAsList().stream()
        .map(Object::toString)
        .toList();
  }

  private static List<String> with(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  /** Starts a command, and waits until it stalls. */
  private Process stalled(String name, ForkedDriver forked, List<String> words) throws Exception {
    faults.arm(FaultyDisk.STALL);
    Process process = forked.start(log(name), words);
    while (Files.notExists(faults.fault(FaultyDisk.STALLED))) {
      assertThat(process.isAlive()).as("%s: %s", name, Files.readString(log(name))).isTrue();
      Thread.sleep(20);
    }
    return process;
  }

  private void kill(Process process) throws Exception {
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(KILLED);
    Files.delete(faults.fault(FaultyDisk.STALLED));
  }

  /** Runs a command to its end, and returns what it said. */
  private String ended(String name, List<String> words) throws Exception {
    int status = driver.start(log(name), words).waitFor();
    String told = Files.readString(log(name));
    assertThat(status).as("%s: %s", name, told).isZero();
    return told;
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }
}
