/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.imports.Trees;
import org.anchorage.driver.run.Faults;
import org.anchorage.driver.run.FaultyDisk;
import org.anchorage.driver.run.ForkedDriver;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands whose driver is killed in the middle, and that are given again. They end as those that
 * are not disturbed. Drivers that will be killed have processes of their own, which start together:
 * each waits at a file that it opens or makes. All others run in this process.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class KilledDriverIT {

  private static final int KILLED = 137;

  private static final String MINED = "run/mined/";

  /** 520 images to mine: two blocks of the search, and one of vectors. */
  private static final String STROKES = "strokes:train=26,test=4,items=20";

  /** A finished block of vectors, which is opened to be read. */
  private static final String EMBEDDED = "part-00000\\.vec";

  /** The vectors of a shard of an index. */
  private static final String LISTS = "lists\\.ivl";

  private static final List<Process> PROCESSES = new ArrayList<>();

  @TempDir static Path directory;

  private static Map<String, String> properties = Map.of();
  private static Faults here;
  private static Victim importing;
  private static Victim evaluating;
  private static Victim indexing;
  private static Victim searching;

  /** A command in a process of its own, which waits where it will be killed. */
  private record Victim(Process process, Faults faults, Path log) {

    /** Starts a command that waits before it opens or makes a file. */
    static Victim start(String name, String file, List<String> words) throws IOException {
      Faults faults = Faults.in(directory.resolve("faults-" + name), new Configuration());
      faults.arm(FaultyDisk.STALL);
      Path log = directory.resolve(name + ".log");
      Process process =
          new ForkedDriver(faults.armed()).with(FaultyDisk.NAME, file).start(log, words);
      PROCESSES.add(process);
      return new Victim(process, faults, log);
    }

    /** Waits until the process waits and something else is there. */
    void await(BooleanSupplier there) throws Exception {
      while (Files.notExists(faults.fault(FaultyDisk.STALLED)) || !there.getAsBoolean()) {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        Thread.sleep(20);
      }
    }

    void kill() throws Exception {
      process.destroyForcibly();
      assertThat(process.waitFor()).isEqualTo(KILLED);
    }
  }

  @BeforeAll
  static void begin() throws Exception {
    for (int i = 0; i < 400; i++) {
      Samples.put(directory, "in/class " + i % 20 + "/" + i + ".png", Samples.png(i));
    }
    // The task that opens this image waits; the other core inspects the rest.
    importing = Victim.start("import", "399\\.png", importTo("corpus"));
    String corpus = "faulty://" + URI.create(TinyCorpus.imported(STROKES)).getPath();
    List<String> train = new ArrayList<>(List.of("train", "spark.master=local[2]"));
    train.addAll(TinyCorpus.words());
    train.addAll(List.of("corpus=" + corpus, "run=" + faulty("run"), "epochs=0"));
    LocalSpark.session().stop();
    here = Faults.in(directory.resolve("faults-here"), new Configuration());
    properties =
        Map.of(
            "spark.hadoop.fs.faulty.impl",
            FaultyDisk.class.getName(),
            "spark.hadoop.fs.faulty.impl.disable.cache",
            "true",
            "spark.hadoop." + FaultyDisk.FAULTS,
            here.armed().toString(),
            "spark.hadoop." + FaultyDisk.NAME,
            "classes/_temporary/.*");
    properties.forEach(System::setProperty);
    ended(train);
    searching = Victim.start("search", "\\.part-00001\\.bin\\..*", mineTo("table"));
    evaluating = Victim.start("evaluate", EMBEDDED, evaluateTo("metrics.json"));
    indexing = Victim.start("index", LISTS, indexTo("index"));
  }

  @AfterAll
  static void stop() {
    properties.keySet().forEach(System::clearProperty);
    PROCESSES.forEach(Process::destroyForcibly);
  }

  private static String faulty(String name) {
    return "faulty://" + directory.resolve(name);
  }

  private static List<String> importTo(String name) {
    return List.of(
        "import",
        "--from",
        faulty("in"),
        "--to",
        directory.resolve(name).toString(),
        "import.shard-bytes=4000",
        "spark.master=local[2]");
  }

  private static List<String> ofRun(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--run", faulty("run"), "spark.master=local[2]"));
    return all;
  }

  private static List<String> mineTo(String name) {
    return ofRun("mine", "--to", faulty(MINED + name), "mining=instances", "mine.group=3");
  }

  private static List<String> evaluateTo(String name) {
    return ofRun("evaluate", "--json", directory.resolve(name).toString());
  }

  private static List<String> indexTo(String name) {
    return ofRun("index", "--to", faulty(name));
  }

  /** Runs a command to its end, in this process. */
  private static void ended(List<String> words) {
    assertThat(Main.run(words.toArray(String[]::new))).as(String.join(" ", words)).isZero();
  }

  @Test
  void importing() throws Exception {
    importing.await(() -> files(directory, ".*/\\.done/leaf-.*").size() >= 3);
    importing.kill();
    assertThat(directory.resolve("corpus")).doesNotExist();

    ended(importTo("corpus"));

    ended(importTo("whole"));
    assertSame("corpus", "whole");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".corpus"));
    }
  }

  /** Killed in the middle of the search, then before it writes the table. */
  @Test
  void mining() throws Exception {
    searching.await(() -> !blocks("00000\\.bin").isEmpty());
    searching.kill();
    Map<Path, FileTime> found = blocks(".*");
    assertThat(found).hasSize(2);

    Victim writing = Victim.start("write", "negatives/_temporary/.*", mineTo("table"));
    writing.await(() -> true);
    writing.kill();
    Map<Path, FileTime> all = blocks(".*");
    assertThat(all).hasSize(3).containsAllEntriesOf(found);
    assertThat(mined()).hasSize(2).contains(".lease").doesNotContain("table");

    // The classes' table comes after the negatives'; then the blocks are deleted.
    here.arm(FaultyDisk.STALL);
    CompletableFuture<Void> again = stalled(mineTo("table"));
    assertThat(blocks(".*")).isEqualTo(all);
    Files.delete(here.fault(FaultyDisk.STALLED));
    again.join();
    assertThat(blocks(".*")).isEmpty();

    ended(mineTo("other-table"));
    // Nothing of the drivers that were killed.
    assertThat(mined()).containsExactlyInAnyOrder("table", "other-table");
    assertSame(MINED + "table", MINED + "other-table");
  }

  private static List<String> mined() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(MINED))) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Begins a command in this process, and returns when it waits at a file. */
  private static CompletableFuture<Void> stalled(List<String> words) throws Exception {
    CompletableFuture<Void> command = CompletableFuture.runAsync(() -> ended(words));
    awaitStalled(command);
    return command;
  }

  private static void awaitStalled(CompletableFuture<Void> command) throws Exception {
    while (Files.notExists(here.fault(FaultyDisk.STALLED))) {
      assertThat(command).isNotDone();
      Thread.sleep(20);
    }
  }

  /** Returns the finished blocks of the mined vectors, and when they were written. */
  private static Map<Path, FileTime> blocks(String name) {
    return files(directory.resolve("run"), ".*/vectors/mine.*/part-" + name);
  }

  private static Map<Path, FileTime> files(Path below, String pattern) {
    while (true) {
      Map<Path, FileTime> times = new TreeMap<>();
      try (Stream<Path> files = Files.find(below, 9, (path, is) -> is.isRegularFile())) {
        for (Path file : files.filter(path -> path.toString().matches(pattern)).toList()) {
          times.put(file, Files.getLastModifiedTime(file));
        }
        return times;
      } catch (IOException | java.io.UncheckedIOException e) {
        // Others run in these folders, and one went while it was looked through: look again.
        Thread.onSpinWait();
      }
    }
  }

  /** Killed when it has embedded, and reads the vectors. */
  @Test
  void evaluating() throws Exception {
    evaluating.await(() -> true);
    evaluating.kill();
    assertThat(directory.resolve("metrics.json")).doesNotExist();
    Map<Path, FileTime> embedded = embedded();
    assertThat(embedded).hasSize(1);

    String name = "spark.hadoop." + FaultyDisk.NAME;
    System.setProperty(name, EMBEDDED);
    try {
      here.arm(FaultyDisk.STALL);
      CompletableFuture<Void> again = stalled(evaluateTo("metrics.json"));
      // It sees that the block is whole, and then it reads the same block.
      here.arm(FaultyDisk.STALL);
      Files.delete(here.fault(FaultyDisk.STALLED));
      awaitStalled(again);
      assertThat(embedded()).isEqualTo(embedded);
      Files.delete(here.fault(FaultyDisk.STALLED));
      again.join();
    } finally {
      System.setProperty(name, properties.get(name));
    }

    ended(evaluateTo("whole.json"));
    assertThat(directory.resolve("metrics.json"))
        .content()
        .contains("recall")
        .isEqualTo(Files.readString(directory.resolve("whole.json")));
  }

  private static Map<Path, FileTime> embedded() {
    return files(directory.resolve("run"), ".*/vectors/evaluate/.*/" + EMBEDDED);
  }

  /** Killed when it has embedded, and writes a shard. */
  @Test
  void indexing() throws Exception {
    indexing.await(() -> true);
    indexing.kill();
    assertThat(directory.resolve("index")).doesNotExist();
    Map<Path, FileTime> embedded = files(directory, ".*/\\.index\\.vectors/.*/part-00000\\.vec");
    assertThat(embedded).hasSize(1);

    String name = "spark.hadoop." + FaultyDisk.NAME;
    System.setProperty(name, LISTS);
    try {
      here.arm(FaultyDisk.STALL);
      CompletableFuture<Void> again = stalled(indexTo("index"));
      assertThat(files(directory, ".*/\\.index\\.vectors/.*/part-00000\\.vec")).isEqualTo(embedded);
      Files.delete(here.fault(FaultyDisk.STALLED));
      again.join();
    } finally {
      System.setProperty(name, properties.get(name));
    }
    ended(indexTo("other-index"));
    assertSame("index", "other-index");
  }

  /**
   * Compares artifacts file by file. The zip of a network holds the time of its writing, and
   * Lucene's files hold random ids.
   */
  private static void assertSame(String one, String other) throws IOException {
    Map<String, String> sums = Trees.of(directory.resolve(one));
    Map<String, String> others = Trees.of(directory.resolve(other));
    assertThat(sums).isNotEmpty().hasSameSizeAs(others);
    sums.keySet().removeIf(name -> name.endsWith(".zip") || name.contains("/items/"));
    assertThat(others).containsAllEntriesOf(sums);
  }
}
