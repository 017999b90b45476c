/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.DIM;
import static org.anchorage.driver.index.log.LogSamples.item;
import static org.anchorage.driver.index.log.LogSamples.items;
import static org.anchorage.driver.index.log.LogSamples.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.FullDisk;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.lease.LeaseException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestIndexWriter {

  private final Configuration hadoop = new Configuration();
  private org.apache.hadoop.fs.Path location;

  /** What should be in the index. */
  private final Map<String, NewItem> expected = new TreeMap<>();

  @TempDir Path directory;

  @BeforeEach
  void build() {
    location = SampleLog.index(directory);
    SampleLog.items().forEach(one -> expected.put(one.item().id(), one));
  }

  private IndexWriter writer() {
    return IndexWriter.open(location, hadoop, 40);
  }

  private Index index() {
    return Index.open(location, hadoop, 1);
  }

  private void add(IndexWriter writer, List<NewItem> items) {
    writer.add(items);
    items.forEach(one -> expected.put(one.item().id(), one));
  }

  private void delete(IndexWriter writer, String... ids) {
    assertThat(writer.delete(List.of(ids))).isEmpty();
    expected.keySet().removeAll(List.of(ids));
  }

  /** Compares the index with an exact search through what should be there. */
  private void requireSame(Index index) {
    assertThat(index.count()).isEqualTo(expected.size());
    List<String> filters = new ArrayList<>(List.of("", "class=c1", "class!=c0,split=train"));
    if (index.attributes().contains("colour")) {
      filters.add("colour=red");
    }
    for (String where : filters) {
      ItemFilter filter = ItemFilter.parse(where);
      for (int query = 1000; query < 1010; query++) {
        for (int k : new int[] {1, 7, 1000}) {
          SearchRequest request =
              SearchRequest.of(QueryVector.of(vector(query)), k)
                  .withWhere(filter)
                  .withEffort(Effort.EXACT);
          assertThat(described(index.search(request).hits()))
              .as("%s, query %d, k %d", where, query, k)
              .isEqualTo(twin(vector(query), k, filter));
        }
      }
    }
    for (NewItem one : expected.values()) {
      String id = one.item().id();
      assertThat(index.item(id)).contains(one.item());
      assertThat(index.vector(id).orElseThrow()).isEqualTo(one.vector());
      assertThat(index.picture(id).orElse(null)).isEqualTo(one.picture());
    }
  }

  private static List<String> described(List<Hit> hits) {
    return hits.stream().map(hit -> hit.distance() + " " + hit.item().id()).toList();
  }

  private List<String> twin(float[] query, int k, ItemFilter filter) {
    record Candidate(double distance, String id) {}
    List<Candidate> all = new ArrayList<>();
    for (NewItem one : expected.values()) {
      if (filter.admits(one.item())) {
        double squared =
            new Vectors(DIM, query).squaredDistance(0, new Vectors(DIM, one.vector()), 0);
        all.add(new Candidate(Math.sqrt((float) squared), one.item().id()));
      }
    }
    all.sort(Comparator.comparingDouble(Candidate::distance));
    return all.stream().limit(k).map(one -> one.distance() + " " + one.id()).toList();
  }

  @Test
  void whatIsAddedIsFoundAtOnceAndAfterwards() {
    try (IndexWriter writer = writer();
        Index reader = index()) {
      add(writer, items(0, 5));
      assertThat(reader.refresh()).isTrue();
      requireSame(reader);
      assertThat(reader.refresh()).isFalse();
      for (int i = 5; i < 20; i++) {
        add(writer, items(i, i + 1));
        assertThat(reader.refresh()).isTrue();
      }
      requireSame(reader);
      try (Index opened = index()) {
        requireSame(opened);
        assertThat(opened.info()).isEqualTo(reader.info()).isEqualTo(writer.info());
        assertThat(opened.info().log()).isEqualTo(16);
        assertThat(opened.info().added()).isEqualTo(20);
      }
    }
  }

  @Test
  void deletedAndReplacedItemsAreNotFoundAndKResultsRemain() {
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 12));
      // One of the base, and one of the log, each by another vector, class and picture.
      String ofBase = SampleLog.items().get(3).item().id();
      add(
          writer,
          List.of(
              new NewItem(new IndexedItem(ofBase, "c1", "test"), vector(77), new byte[] {1}),
              new NewItem(new IndexedItem("new-4", "c2", "test"), vector(78), null)));
      String first = SampleLog.items().get(0).item().id();
      delete(writer, "new-7", first);
      try (Index opened = index()) {
        requireSame(opened);
        assertThat(opened.info().deleted()).isEqualTo(2);
        assertThat(opened.item("new-7")).isEmpty();
      }
      add(writer, items(7, 8));
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  @Test
  void ofSeveralWithOneIdTheLastCounts() {
    try (IndexWriter writer = writer()) {
      NewItem other = new NewItem(new IndexedItem("new-1", "c1", "test"), vector(99), null);
      add(writer, List.of(item(1), item(2), other));
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  @Test
  void idsThatAreNotThereAreReturned() {
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 2));
      long log = writer.info().log();
      assertThat(writer.delete(List.of("nobody", "new-1", "new-9")))
          .containsExactly("nobody", "new-9");
      expected.remove("new-1");
      assertThat(writer.info().log()).isEqualTo(log + 1);
      assertThat(writer.delete(List.of("new-1"))).containsExactly("new-1");
      assertThat(writer.info().log()).isEqualTo(log + 1);
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  @Test
  void aCompactedIndexIsThatOfAllItemsAtOnce() throws IOException {
    try (IndexWriter writer = writer();
        Index reader = index()) {
      add(writer, items(0, 30));
      delete(writer, "new-3", SampleLog.items().get(1).item().id());
      reader.refresh();
      assertThat(writer.compact()).isTrue();

      requireSame(reader);
      IndexInfo before = reader.info();
      assertThat(reader.refresh()).isTrue();
      requireSame(reader);
      assertThat(reader.info().generation()).isEqualTo(before.generation() + 1);
      assertThat(reader.info().added()).isZero();
      assertThat(reader.info().deleted()).isZero();
      assertThat(reader.info().log()).isEqualTo(2);
      assertThat(writer.compact()).isFalse();
      assertThat(new Verification(location, hadoop).run().problems()).isEmpty();

      add(writer, items(3, 4));
      delete(writer, "new-5");
      assertThat(reader.refresh()).isTrue();
      requireSame(reader);
      assertThat(writer.compact()).isTrue();
      try (Index opened = index()) {
        requireSame(opened);
      }
      try (var generations = Files.list(Path.of(location.toUri().getPath()))) {
        assertThat(generations.filter(path -> path.getFileName().toString().startsWith("g-")))
            .hasSize(1);
      }
    }
  }

  @Test
  void allMayBeDeleted() {
    try (IndexWriter writer = writer()) {
      delete(writer, expected.keySet().toArray(String[]::new));
      try (Index opened = index()) {
        requireSame(opened);
      }
      writer.compact();
      try (Index opened = index()) {
        requireSame(opened);
      }
      add(writer, items(0, 3));
      writer.compact();
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  @Test
  void aSecondWriterIsToldWhoHoldsTheIndex() {
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 1));
      assertThatThrownBy(this::writer)
          .isInstanceOf(LeaseException.class)
          .hasMessageContainingAll(
              "The index at",
              "is being changed by process " + ProcessHandle.current().pid() + " on ",
              "or change another index. Searches need not wait");
    }
    try (IndexWriter writer = writer()) {
      add(writer, items(1, 2));
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  @Test
  void aFullDiskTakesNothingAway() {
    FullDisk.install(hadoop, 3_000);
    location = new org.apache.hadoop.fs.Path("fulldisk://" + location.toUri().getPath());
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 5));
      assertThatThrownBy(() -> writer.add(items(5, 200)))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll(
              "Cannot add to the index at",
              "No space left on device",
              "Nothing of this batch was written; all before it is there");
      assertThatThrownBy(writer::compact)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll("Cannot compact the index at", "No space left on device");
      add(writer, items(5, 8));
      try (Index opened = index()) {
        requireSame(opened);
      }
      assertThat(new Verification(location, hadoop).run().problems()).isEmpty();
    }
  }

  @Test
  void aBatchWhoseAnswerWasLostIsThereAndTheNextOneFollows() {
    LostAnswer.install(hadoop, "00000002.batch");
    location = new org.apache.hadoop.fs.Path("lostanswer://" + location.toUri().getPath());
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 2));
      List<NewItem> doubtful = items(2, 4);
      assertThatThrownBy(() -> writer.add(doubtful))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll(
              "the answer was lost", "This batch is there, but may not survive a loss of power");
      doubtful.forEach(one -> expected.put(one.item().id(), one));
      add(writer, items(4, 6));
      try (Index opened = index()) {
        requireSame(opened);
      }
      assertThat(new Verification(location, hadoop).run().problems()).isEmpty();
    }
  }

  @Test
  void aLongLogAsksForCompaction() {
    try (IndexWriter writer = writer()) {
      add(writer, items(0, 39));
      assertThat(writer.compactionDue()).isFalse();
      delete(writer, SampleLog.items().get(0).item().id());
      assertThat(writer.compactionDue()).isTrue();
      assertThat(writer.hasRoom(160)).isTrue();
      assertThat(writer.hasRoom(161)).isFalse();
      assertThatThrownBy(() -> writer.add(items(0, 161)))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll(
              "Cannot add to the index at",
              ": its log has 40 changes in 2 batches already, and 200 changes in 5000 batches are the"
                  + " most; compact the index first");
      writer.compact();
      assertThat(writer.compactionDue()).isFalse();
      add(writer, items(0, 161));
      try (Index opened = index()) {
        requireSame(opened);
      }
    }
  }

  /** Whoever opens the index reads all of them, though few items are there. */
  @Test
  void changesThatWereReplacedCountToo() {
    try (IndexWriter writer = writer()) {
      for (int round = 0; round < 19; round++) {
        assertThat(writer.compactionDue()).isEqualTo(round >= 4);
        add(writer, items(0, 10));
      }
      writer.delete(List.of("new-1", "new-2", "new-3", "new-4"));
      add(writer, items(1, 6));
      IndexInfo info = writer.info();
      assertThat(info.added()).isEqualTo(10);
      assertThat(info.deleted()).isZero();
      assertThat(info.changes()).isEqualTo(199);
      assertThat(info.batches()).isEqualTo(21);
      assertThat(writer.hasRoom(1)).isTrue();
      assertThat(writer.hasRoom(2)).isFalse();
      assertThatThrownBy(() -> writer.delete(List.of("new-1", "new-2")))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll("Cannot delete from the index at", "compact the index first");
      try (Index opened = index()) {
        assertThat(opened.info()).isEqualTo(info);
      }
      writer.compact();
      assertThat(writer.info().changes()).isZero();
      assertThat(writer.info().batches()).isZero();
    }
  }

  /** A log of a thousand files is long, however little is in them. */
  @Test
  void manyBatchesAreALongLog() {
    LogLimits limits = new LogLimits(20_000);
    try (Index opened = index()) {
      IndexInfo info = opened.info();
      assertThat(limits.isDue(info.with(0, 0, 0, 999, 999))).isFalse();
      assertThat(limits.isDue(info.with(0, 0, 0, 1000, 1000))).isTrue();
      assertThat(limits.hasRoom(info.with(0, 0, 0, 4999, 4999), 1)).isTrue();
      assertThat(limits.hasRoom(info.with(0, 0, 0, 5000, 5000), 1)).isFalse();
      assertThat(limits.hasRoom(info, 1_000_000)).isTrue();
    }
    assertThatThrownBy(() -> new LogLimits(0))
        .hasMessage("Compaction cannot be due after 0 changes; give at least 1 for --log-items");
  }

  /** The index's own setting, unless somebody says otherwise. */
  @Test
  void aSettingSaysHowLongTheLogMayBe() {
    location = SampleLog.with(directory.resolve("short"), "index.log-items=60");
    try (IndexWriter writer = IndexWriter.open(location, hadoop)) {
      writer.add(items(0, 59));
      assertThat(writer.compactionDue()).isFalse();
      writer.add(items(59, 60));
      assertThat(writer.compactionDue()).isTrue();
    }
  }

  @Test
  void whatCannotBeSearchedIsNotAdded() {
    try (IndexWriter writer = writer()) {
      assertThatThrownBy(() -> writer.add(List.of(new NewItem(item(1).item(), new float[3], null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "Cannot add new-1: its vector has 3 floats, and those of the index at",
              "have 8; embed it with the index's own network");
      float[] broken = vector(1);
      broken[2] = Float.NaN;
      assertThatThrownBy(() -> writer.add(List.of(new NewItem(item(1).item(), broken, null))))
          .hasMessage("Cannot add new-1: its vector holds NaN; leave it out");
      assertThatThrownBy(
              () ->
                  writer.add(
                      List.of(new NewItem(new IndexedItem("", "c", "train"), vector(1), null))))
          .hasMessage("Cannot add an item without an id; give each its own");
      float[] longest = vector(1);
      longest[0] = 0x1p60f;
      assertThatThrownBy(() -> writer.add(List.of(new NewItem(item(1).item(), longest, null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot add new-1: its vector is 1.153e+18 long, and those of the index's own network"
                  + " have length 1; leave it out if it is not of this network, or else scale it to"
                  + " length 1");
      assertThatThrownBy(
              () -> writer.add(List.of(new NewItem(item(1).item(), new float[DIM], null))))
          .hasMessageContaining("its vector is 0.000 long, and those of the index's own network");
      float[] rounded = vector(1);
      for (int i = 0; i < DIM; i++) {
        rounded[i] *= 1.05f;
      }
      writer.add(List.of(new NewItem(new IndexedItem("rounded", "c", ""), rounded, null)));
      assertThat(writer.delete(List.of("rounded"))).isEmpty();
      long before = writer.info().log();
      IndexedItem named = new IndexedItem("i".repeat(10_001), "c", "train");
      assertThatThrownBy(() -> writer.add(List.of(new NewItem(named, vector(1), null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              "its id has 10001 characters, and 10000 are the most; give it a shorter one");
      IndexedItem half = new IndexedItem("\ud800x", "c", "train");
      assertThatThrownBy(() -> writer.add(List.of(new NewItem(half, vector(1), null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("holds half of a character, which UTF-8 cannot; give it another");
      assertThat(writer.info().log()).isEqualTo(before);
    }
  }

  /** They would be stored with a question mark there. */
  @Test
  void halvesOfCharactersAreNotAdded() {
    TreeMap<String, String> value = new TreeMap<>(Map.of("colour", "re\udc00d"));
    TreeMap<String, String> name = new TreeMap<>(Map.of("\ud800", "red"));
    Map<String, IndexedItem> wrong =
        Map.of(
            "its class", new IndexedItem("x", "c\ud800", "test"),
            "its split", new IndexedItem("x", "c", "\udfff"),
            "its attribute 'colour'", new IndexedItem("x", "c", "test", value, null),
            "the name of an attribute", new IndexedItem("x", "c", "test", name, null),
            "its text", new IndexedItem("x", "c", "test", new TreeMap<>(), "a\ud83d b"));
    try (IndexWriter writer = writer()) {
      wrong.forEach(
          (what, item) ->
              assertThatThrownBy(() -> writer.add(List.of(new NewItem(item, vector(1), null))))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessage(
                      "Cannot add x: "
                          + what
                          + " holds half of a character, which UTF-8 cannot; give it another"));
      writer.add(
          List.of(
              new NewItem(new IndexedItem("\ud83d\ude00", "\ud83d\ude00", ""), vector(1), null)));
      assertThat(writer.info().items()).isEqualTo(SampleLog.items().size() + 1);
    }
  }

  /** A calibration writes without the lease of writers. */
  @Test
  void aFileThatACalibrationIsWritingStays() throws IOException {
    Path at = Path.of(location.toUri().getPath());
    Path now = Files.createFile(at.resolve(".thresholds.json.1234.tmp"));
    Path old = Files.createFile(at.resolve(".thresholds.json.5678.tmp"));
    Path manifest = Files.createFile(at.resolve(".manifest.json.9999.tmp"));
    Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.from(java.time.Instant.EPOCH));
    try (IndexWriter writer = writer()) {
      assertThat(now).exists();
      assertThat(old).doesNotExist();
      assertThat(manifest).doesNotExist();
      assertThat(writer.info().items()).isEqualTo(SampleLog.items().size());
    }
  }

  /** Values that cannot be sought lie beside others of the same name that can. */
  @Test
  void longValuesAreKeptThroughACompaction() {
    String value = "v".repeat(10_001);
    List<NewItem> items = new ArrayList<>();
    for (String note : List.of("short", value, "other")) {
      items.add(
          new NewItem(
              new IndexedItem(
                  "note-" + items.size(),
                  "c1",
                  "train",
                  new TreeMap<>(Map.of("note", note, "only", value)),
                  null),
              vector(items.size()),
              null));
    }
    try (IndexWriter writer = writer()) {
      writer.add(items);
      assertThat(writer.compact()).isTrue();
    }
    try (Index opened = index()) {
      assertThat(opened.item("note-1").orElseThrow().attributes())
          .containsEntry("note", value)
          .containsEntry("only", value);
      assertThat(opened.counts(ItemFilter.ALL, 9).getOrDefault("note", Map.of()).keySet())
          .containsExactlyInAnyOrder("short", "other");
      assertThat(opened.attributes()).contains("note", "only");
    }
  }

  /** A generation's number does not tell whose it is. */
  @Test
  void aReplacedIndexIsTakenUpUnlessItsNetworkIsAnother() throws Exception {
    org.apache.hadoop.fs.FileSystem files = location.getFileSystem(hadoop);
    try (Index opened = index()) {
      List<NewItem> others = SampleLog.items().subList(0, 30);
      files.delete(location, true);
      SampleLog.index(directory.resolve("index"), others, "a network");
      assertThat(opened.refresh()).isTrue();
      assertThat(opened.count()).isEqualTo(30);
      assertThat(opened.refresh()).isFalse();
      files.delete(location, true);
      SampleLog.index(directory.resolve("index"), others, "another network");
      assertThatThrownBy(opened::refresh)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll("was made anew with another network", "open it again");
      assertThat(opened.count()).isEqualTo(30);
    }
  }

  /** An id that is added again and again takes the memory of one. */
  @Test
  void aReplayHoldsWhatIsThere() {
    try (IndexWriter writer = writer()) {
      for (int round = 0; round < 20; round++) {
        int from = round;
        add(
            writer,
            IntStream.range(0, 10)
                .mapToObj(
                    i ->
                        new NewItem(
                            new IndexedItem("again-" + i, "c1", "train"),
                            vector(100L * from + i),
                            null))
                .toList());
      }
      try (Index opened = index()) {
        requireSame(opened);
        assertThat(opened.info().added()).isEqualTo(10);
        assertThat(opened.info().deleted()).isZero();
      }
    }
  }
}
