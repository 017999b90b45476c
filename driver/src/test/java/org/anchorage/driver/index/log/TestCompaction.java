/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.run.FaultyDisk;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compactions that something goes wrong with. */
class TestCompaction {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Configuration hadoop = new Configuration();
  private org.apache.hadoop.fs.Path location;

  @TempDir Path directory;

  @BeforeEach
  void build() {
    location = SampleLog.index(directory);
  }

  private org.apache.hadoop.fs.Path at(String scheme) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + directory.resolve("index"));
  }

  private List<String> problems() {
    return new Verification(location, hadoop).run().problems();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("index"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private IndexInfo info() {
    return Inventory.of(location, hadoop).info();
  }

  /** It was stopped for long, so another writer took the index over, and compacted it. */
  @Test
  void aCompactionThatLostItsLeaseHarmsNobody() throws Exception {
    Path faults = Files.createDirectories(directory.resolve("faults"));
    FaultyDisk.install(hadoop, faults);
    Configuration slow = new Configuration(hadoop);
    slow.setBoolean("fs.faulty.impl.disable.cache", true);
    slow.set(FaultyDisk.NAME, "g-00002/index\\.json");
    try (IndexWriter late = IndexWriter.open(at("faulty"), slow)) {
      late.add(items(0, 3));
      Files.createFile(faults.resolve(FaultyDisk.STALL));
      CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(late::compact);
      await(faults.resolve(FaultyDisk.STALLED));
      // As if two minutes had passed.
      Files.delete(directory.resolve("index/.lease"));
      try (IndexWriter next = IndexWriter.open(location, hadoop)) {
        next.add(items(3, 5));
        assertThat(next.compact()).isTrue();
        next.add(items(5, 6));
        Files.delete(faults.resolve(FaultyDisk.STALLED));
        assertThatThrownBy(() -> stopped.orTimeout(60, TimeUnit.SECONDS).join())
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOf(LeaseException.class)
            .hasMessageContainingAll("is no longer this driver's", "has taken it over");
        assertThatThrownBy(() -> late.add(items(7, 8))).isInstanceOf(LeaseException.class);
        next.add(items(6, 7));
        assertThat(next.info().items()).isEqualTo(57);
      }
    }
    assertThat(problems()).isEmpty();
    assertThat(info().items()).isEqualTo(57);
    assertThat(names())
        .contains("g-00002")
        .doesNotContain("g-00001")
        .noneMatch(name -> name.startsWith(".compaction"));
  }

  private static void await(Path file) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(until);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A writer was killed when the generation had its place and the manifest did not name it yet. */
  @Test
  void aGenerationThatNobodyNamesIsNoHindrance() throws IOException {
    Path stale = directory.resolve("index/g-00002/shard-00000");
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      writer.add(items(0, 3));
      Files.createDirectories(stale);
      Files.writeString(stale.resolve("lists.ivl"), "half of it");
      assertThat(writer.compact()).isTrue();
    }
    assertThat(problems()).isEmpty();
    assertThat(info().generation()).isEqualTo(3);
    assertThat(names()).contains("g-00003").doesNotContain("g-00001", "g-00002");
  }

  /** The new generation is the index by then. */
  @Test
  void whatCannotBeRemovedAfterwardsIsNoFailure() throws IOException {
    WatchedDisk disk = WatchedDisk.install(hadoop);
    location = at("watched");
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      disk.undeletable = "g-00001|.*\\.batch";
      for (int round = 0; round < 3; round++) {
        writer.add(items(round, round + 1));
        assertThat(writer.compact()).isTrue();
      }
      disk.undeletable = "";
      writer.add(items(3, 4));
      assertThat(writer.compact()).isTrue();
    }
    assertThat(problems()).isEmpty();
    assertThat(info().items()).isEqualTo(54);
    assertThat(names()).contains("g-00005").noneMatch(name -> name.matches("g-0000[1-4]"));
  }

  /** What acknowledged items lie in is on the disk before their batches go. */
  @Test
  void aGenerationIsSyncedBeforeItIsNamed() throws IOException {
    WatchedDisk disk = WatchedDisk.install(hadoop);
    location = at("watched");
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      writer.add(items(0, 3));
      assertThat(writer.compact()).isTrue();
      writer.add(items(3, 4));
      disk.events.clear();
      assertThat(writer.compact()).isTrue();
    }
    List<String> events =
        disk.events.stream()
            .map(event -> event.replaceAll("/\\.manifest\\.json\\..*", "/.manifest.json"))
            .toList();
    List<String> written =
        events.stream()
            .filter(event -> event.startsWith("close ") && event.contains("/g-00003/"))
            .map(event -> event.substring("close ".length()))
            .toList();
    assertThat(written).hasSizeGreaterThan(6).anyMatch(path -> path.endsWith("/index.json"));
    for (String path : written) {
      assertThat(events).containsSubsequence("sync " + path, "close " + path);
    }
    assertThat(events)
        .containsSubsequence(
            "sync " + written.get(written.size() - 1),
            "rename to " + directory.resolve("index/g-00003"),
            "sync " + directory.resolve("index/.manifest.json"),
            "delete " + directory.resolve("index/g-00002"),
            "delete " + directory.resolve("index/log/00000001.batch"));
    assertThat(problems()).isEmpty();
  }

  /** One item more takes no longer in a long log. */
  @Test
  void anAdditionDoesNotListTheLog() throws IOException {
    WatchedDisk disk = WatchedDisk.install(hadoop);
    try (IndexWriter writer = IndexWriter.open(at("watched"), hadoop);
        Index reader = Index.open(at("watched"), hadoop, 1)) {
      writer.add(items(0, 1));
      disk.events.clear();
      for (int i = 1; i < 6; i++) {
        writer.add(items(i, i + 1));
        assertThat(reader.refresh()).isTrue();
      }
      assertThat(writer.delete(List.of("new-1"))).isEmpty();
      assertThat(reader.refresh()).isTrue();
      assertThat(reader.info()).isEqualTo(writer.info());
      assertThat(disk.events).noneMatch(event -> event.startsWith("list "));
    }
  }

  /** Two compactions pass between the reading of the manifest and that of the log. */
  @Test
  void anIndexThatIsCompactedWhileItIsOpenedIsOpenedAgain() {
    Manifest manifest = new Generations(location, hadoop).manifest();
    CurrentFiles files =
        new CurrentFiles(
            location,
            hadoop,
            generation -> {
              Snapshot snapshot = generation.open();
              if (generation.number() == 1) {
                compactTwice();
              }
              return snapshot;
            });
    Snapshot snapshot = files.open(manifest);
    assertThat(snapshot.count()).isEqualTo(53);
    assertThat(snapshot.info().generation()).isEqualTo(3);
    snapshot.close();
    assertThatThrownBy(() -> new Generation(location, manifest, hadoop).open())
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot read generation 1");
  }

  private void compactTwice() {
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      for (int round = 0; round < 2; round++) {
        writer.add(items(round, round + 1));
        assertThat(writer.compact()).isTrue();
      }
      writer.add(items(2, 3));
    }
  }
}
