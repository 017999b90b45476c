/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of both formats, against a twin that holds all items in memory. */
class TestRows {

  private final SparkSession spark = LocalSpark.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  @TempDir java.nio.file.Path directory;

  /** Java sorts the third beginning before the fourth, and UTF-8 the other way round. */
  private static final List<String> BEGINNINGS = List.of("a/", "B-", "\ud83d\ude00", "\uff5e", "");

  /** Ids that do not run with the classes, and attributes that some lack. */
  private static List<Item> items(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> attributes = new HashMap<>();
      int label = random.nextInt(7);
      if (random.nextInt(3) > 0) {
        attributes.put("camera", "c" + random.nextInt(4));
      }
      if (random.nextInt(3) > 0 && label > 0) {
        attributes.put("genus", label == 3 ? "g" + random.nextInt(5) : "g" + label % 2);
      }
      items.add(
          new Item(
              BEGINNINGS.get(random.nextInt(5))
                  + "%04d".formatted(random.nextInt(1000) * 10_000 + i),
              "class-" + label,
              List.of(Split.values()).get(random.nextInt(3)),
              "",
              0,
              i,
              i + 1,
              "sha-" + i,
              attributes));
    }
    return items;
  }

  private static byte[] bytes(Item item) {
    byte[] bytes = new byte[20 + item.width() % 30];
    new Seed(item.width()).generator().nextBytes(bytes);
    return bytes;
  }

  private Corpus byId(List<Item> items) {
    String target = directory.resolve("by-id-" + items.size()).toUri().toString();
    return OldCorpus.of(items, TestRows::bytes, target, 1200);
  }

  private Corpus sharded(List<Item> items) {
    String target = directory.resolve("sharded-" + items.size()).toUri().toString();
    return ShardedCorpus.of(items, TestRows::bytes, target, 23);
  }

  @Test
  void bothFormatsHaveTheRowsOfTheTwin() throws Exception {
    List<Item> items = items(120);
    Corpus byId = byId(items);
    Corpus sharded = sharded(items);

    assertThat(byId.manifest().formatVersion()).isEqualTo(1);
    assertThat(sharded.manifest().formatVersion()).isEqualTo(2);
    for (Corpus corpus : List.of(byId, sharded)) {
      List<Item> twin = WrittenItems.of(corpus);
      assertSame(corpus.catalogue(), twin);
      assertSame(corpus.items(), twin);
      assertThat(IntStream.range(0, twin.size()).mapToObj(corpus.ids().collectAsMap()::get))
          .isEqualTo(twin.stream().map(Item::id).toList());
      assertRead(corpus, twin);
    }
  }

  private static void assertSame(Catalogue catalogue, List<Item> twin) {
    List<String> names = twin.stream().map(Item::className).distinct().sorted().toList();
    assertThat(catalogue.size()).isEqualTo(twin.size());
    assertThat(catalogue.classCount()).isEqualTo(names.size());
    for (int row = 0; row < twin.size(); row++) {
      assertThat(catalogue.label(row)).isEqualTo(names.indexOf(twin.get(row).className()));
      assertThat(catalogue.split(row)).isEqualTo(twin.get(row).split());
    }
    for (Split split : Split.values()) {
      assertThat(catalogue.rows(split))
          .isEqualTo(
              IntStream.range(0, twin.size())
                  .filter(row -> twin.get(row).split() == split)
                  .toArray());
    }
  }

  private static void assertSame(Dataset<Row> table, List<Item> twin) {
    assertThat(table.columns())
        .containsExactly(
            "row", "id", "class_name", "split", "width", "height", "sha256", "attributes");
    List<Row> rows = table.collectAsList();
    assertThat(rows).hasSameSizeAs(twin);
    for (Row row : rows) {
      Item item = twin.get(row.getInt(0));
      assertThat(row.getString(1)).isEqualTo(item.id());
      assertThat(row.getString(2)).isEqualTo(item.className());
      assertThat(row.getString(3)).isEqualTo(item.split().written());
      assertThat(row.getInt(4)).isEqualTo(item.width());
      assertThat(row.getInt(5)).isEqualTo(item.height());
      assertThat(row.getString(6)).isEqualTo(item.sha256());
      assertThat(row.<String, String>getJavaMap(7)).isEqualTo(item.attributes());
    }
  }

  private void assertRead(Corpus corpus, List<Item> twin) {
    String uri = corpus.location().toString();
    ShardOffsets offsets = new ShardOffsets(uri, hadoop, 60);
    int[] shuffled = IntStream.range(0, twin.size()).toArray();
    new Seed(3).shuffle(shuffled);
    try (ShardReader reader = new ShardReader(uri, hadoop)) {
      for (int row : shuffled) {
        String shard = corpus.places().shard(row);
        assertThat(shard).isEqualTo(twin.get(row).shard());
        assertThat(reader.read(shard, corpus.places().offset(row, offsets)))
            .isEqualTo(bytes(twin.get(row)));
        assertThat(offsets.records()).isLessThanOrEqualTo(60);
      }
    }
    int[] ordered = corpus.places().inOrder(shuffled);
    assertThat(ordered).containsExactlyInAnyOrder(shuffled);
    Set<String> seen = new HashSet<>(Set.of(twin.get(ordered[0]).shard()));
    for (int i = 1; i < ordered.length; i++) {
      Item before = twin.get(ordered[i - 1]);
      Item after = twin.get(ordered[i]);
      if (before.shard().equals(after.shard())) {
        assertThat(before.offset()).isLessThan(after.offset());
      } else {
        assertThat(seen.add(after.shard())).isTrue();
      }
    }
  }

  /** The rows of a class and split name the same images in both formats, in the same order. */
  @Test
  void withinAClassAndSplitTheOrderIsTheSame() {
    List<Item> items = items(120);
    Corpus byId = byId(items);
    Corpus sharded = sharded(items);
    List<Item> one = WrittenItems.of(byId);
    List<Item> other = WrittenItems.of(sharded);
    for (Split split : Split.values()) {
      for (int label = 0; label < 7; label++) {
        assertThat(ids(sharded.catalogue(), other, split, label))
            .isEqualTo(ids(byId.catalogue(), one, split, label));
      }
    }
  }

  private static List<String> ids(Catalogue catalogue, List<Item> items, Split split, int label) {
    return Arrays.stream(catalogue.rows(split))
        .filter(row -> catalogue.label(row) == label)
        .mapToObj(row -> items.get(row).id())
        .toList();
  }

  @Test
  void idsAreSortedInRangesToo() {
    Corpus corpus = byId(items(120));
    List<Item> twin = WrittenItems.of(corpus);
    Dataset<Row> table =
        new CatalogueTable(spark).read(List.of(new Path(corpus.location(), Layout.CATALOGUE)));
    for (int rows : new int[] {9, 50, 119}) {
      IdOrder order = IdOrder.open(spark, table, 120, rows);
      assertThat(order.ranges()).isBetween(2, 1 + 120 / rows);
      assertSame(order.catalogue(), twin);
      assertSame(order.items(), twin);
      assertThat(IntStream.range(0, 120).mapToObj(order.places()::shard))
          .isEqualTo(twin.stream().map(Item::shard).toList());
    }
  }

  @Test
  void factsAreThoseOfTheTwin() {
    List<Item> items = items(120);
    for (Corpus corpus : List.of(byId(items), sharded(items))) {
      List<Item> twin = WrittenItems.of(corpus);
      ItemFacts facts = corpus.facts();
      // The twin sorts by id, so it gets ids in the order of the rows.
      ItemFacts slow = new ListedItems(numbered(twin));
      int[] rows = IntStream.range(10, 110).filter(row -> row % 3 > 0).toArray();
      assertThat(facts.values("camera", rows))
          .usingRecursiveComparison()
          .isEqualTo(slow.values("camera", rows));
      assertThat(facts.values("lens", rows).names()).isEmpty();
      assertThat(facts.rowsWith(Split.TEST, "camera", "c2"))
          .isNotEmpty()
          .isEqualTo(slow.rowsWith(Split.TEST, "camera", "c2"));
      assertThat(facts.idsOf(new int[] {9, 0, 119}))
          .containsExactly(twin.get(9).id(), twin.get(0).id(), twin.get(119).id());
      assertThat(facts.rowsOf(List.of(twin.get(5).id(), "nobody", twin.get(3).id(), "nobody")))
          .containsExactly(5, -1, 3, -1);
      Map<String, ItemFacts.OfClass> found = facts.ofClasses(Split.TRAIN, "genus");
      Map<String, ItemFacts.OfClass> expected = slow.ofClasses(Split.TRAIN, "genus");
      assertThat(found).hasSameSizeAs(expected).doesNotContainKey("class-0");
      assertThat(found.get("class-1")).isEqualTo(expected.get("class-1"));
      ItemFacts.OfClass contrary = Objects.requireNonNull(expected.get("class-3"));
      ItemFacts.Other other = contrary.others().get(0);
      assertThat(found.get("class-3"))
          .isEqualTo(
              new ItemFacts.OfClass(
                  contrary.value(),
                  List.of(
                      new ItemFacts.Other(
                          other.value(), twin.get(Integer.parseInt(other.id())).id()))));
    }
  }

  private static List<Item> numbered(List<Item> items) {
    return IntStream.range(0, items.size())
        .mapToObj(
            row ->
                new Item(
                    "%05d".formatted(row),
                    items.get(row).className(),
                    items.get(row).split(),
                    "",
                    0,
                    0,
                    0,
                    "",
                    items.get(row).attributes()))
        .toList();
  }

  @Test
  void refusesTwoItemsOfOneId() {
    List<Item> items = new ArrayList<>(items(10));
    items.add(items.get(4));
    assertThatThrownBy(() -> byId(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Two items have the id '" + items.get(4).id() + "'; ids must be unique in a corpus");
  }

  private static int written(Object held) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(held);
    }
    return bytes.size();
  }

  /** What is serialised is all that the two hold. */
  @Test
  void theDriverHoldsSixteenBytesAnItemOrNone() throws IOException {
    List<Item> many = items(400);
    Corpus byId = byId(many);
    Corpus few = byId(many.subList(0, 200));
    int more = written(byId.catalogue()) - written(few.catalogue());
    assertThat(more).isEqualTo(800);
    int shards = ((Places.Each) byId.places()).shards().size();
    int fewer = ((Places.Each) few.places()).shards().size();
    int name = "shards/part-00000.seq".length() + 3;
    assertThat(written(byId.places()) - written(few.places()))
        .isEqualTo(2400 + name * (shards - fewer));

    Corpus sharded = sharded(many);
    // 21 classes and splits; 18 shards.
    assertThat(written(sharded.catalogue())).isLessThan(1000);
    assertThat(written(sharded.places())).isLessThan(18 * 4 + 200);
  }

  @Test
  void openingASortedCorpusRunsNoJob() {
    Corpus corpus = sharded(items(100));
    JobCount jobs = new JobCount();
    spark.sparkContext().addSparkListener(jobs);
    try {
      Corpus again = Corpus.open(spark, corpus.location().toString());
      assertThat(again.catalogue().size()).isEqualTo(100);
      spark.range(1).count();
      jobs.await();
      assertThat(jobs.seen()).allMatch(name -> name.startsWith("count "));
    } finally {
      spark.sparkContext().removeSparkListener(jobs);
    }
  }

  @Test
  void damagedOffsetsAreNamed() throws IOException {
    Corpus corpus = sharded(items(100));
    java.nio.file.Path file = directory.resolve("sharded-100/shards/part-00001.idx");
    byte[] offsets = Files.readAllBytes(file);
    Files.delete(file.resolveSibling(".part-00001.idx.crc"));
    String uri = corpus.location().toString();
    Files.write(file, Arrays.copyOf(offsets, offsets.length + 8));
    assertThatThrownBy(() -> corpus.places().offset(25, new ShardOffsets(uri, hadoop)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("The offsets shards/part-00001.idx of " + uri)
        .hasMessageContaining("are not those of the shard's 23 images; the corpus is damaged");
    Files.delete(file);
    assertThatThrownBy(() -> corpus.places().offset(25, new ShardOffsets(uri, hadoop)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("The offsets shards/part-00001.idx of " + uri + " are gone");
    assertThatThrownBy(() -> corpus.places().shard(100))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void damagedRunsAreNamed() throws IOException {
    Corpus corpus = sharded(items(100));
    java.nio.file.Path file = directory.resolve("sharded-100/runs.jsonl");
    List<String> lines = Files.readAllLines(file);
    Files.delete(file.resolveSibling(".runs.jsonl.crc"));
    Files.write(file, lines.subList(0, lines.size() - 1));
    assertThatThrownBy(() -> Corpus.open(spark, corpus.location().toString()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("but its manifest counts 100; the corpus is damaged");
    String beyond = "{\"shard\":9,\"split\":\"test\",\"class_name\":\"a\",\"items\":1}\n";
    Files.write(file, beyond.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Corpus.open(spark, corpus.location().toString()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("runs.jsonl (a run of shard 9 comes after shard 0 of 5)")
        .hasMessageContaining("the corpus is damaged");
  }
}
