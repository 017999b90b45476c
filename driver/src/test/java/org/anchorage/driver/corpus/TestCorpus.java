/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCorpus {

  private static final int ITEMS = 3000;

  private final SparkSession spark = LocalSpark.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  @TempDir java.nio.file.Path directory;

  @Test
  void whatIsWrittenIsReadBack() {
    Path location = write("corpus", ITEMS, 200_000);

    Corpus corpus = Corpus.open(spark, location.toString());

    assertThat(corpus.location()).isEqualTo(location);
    assertThat(corpus.manifest().counts())
        .containsEntry("items", (long) ITEMS)
        .containsEntry("classes", 7L)
        .containsEntry("items_train", ITEMS / 2L)
        .containsEntry("items_validation", 0L)
        .containsEntry("items_test", ITEMS / 2L);
    assertThat(corpus.manifest().counts().get("shards")).isGreaterThan(3);
    assertThat(corpus.catalogue().size()).isEqualTo(ITEMS);
    Item item = WrittenItems.of(corpus).get(5);
    assertThat(item.id()).isEqualTo("item-00005");
    assertThat(item.className()).isEqualTo("class-5");
    assertThat(item.split()).isEqualTo(Split.TEST);
    assertThat(item.width()).isEqualTo(5);
    assertThat(item.height()).isEqualTo(6);
    assertThat(item.attributes()).containsExactly(Map.entry("camera", "2"));
  }

  @Test
  void imagesAreFoundInAnyOrder() {
    Path location = write("corpus", ITEMS, 200_000);
    Corpus corpus = Corpus.open(spark, location.toString());
    List<Item> items = WrittenItems.of(corpus);
    int[] order = corpus.catalogue().rows(Split.TRAIN);
    new Seed(3).shuffle(order);

    try (ShardReader reader = new ShardReader(location.toString(), hadoop)) {
      for (int row : order) {
        assertThat(reader.read(items.get(row))).isEqualTo(bytes(row));
      }
      for (int row = 0; row < ITEMS; row++) {
        assertThat(reader.read(items.get(row))).isEqualTo(bytes(row));
      }
    }
  }

  @Test
  void theFingerprintIsOfTheItemsAndNotOfTheShards() {
    Path one = write("one", 50, Long.MAX_VALUE);
    Path many = write("many", 50, 1);
    Path fewer = write("fewer", 49, 1);

    String fingerprint = Corpus.open(spark, one.toString()).manifest().fingerprint();
    assertThat(Corpus.open(spark, many.toString()).manifest().fingerprint()).isEqualTo(fingerprint);
    assertThat(Corpus.open(spark, fewer.toString()).manifest().fingerprint())
        .isNotEqualTo(fingerprint);
    assertThat(Corpus.open(spark, many.toString()).manifest().counts())
        .containsEntry("shards", 50L);
  }

  @Test
  void moreShardsThanStayOpenAreRead() {
    Path location = write("many", 50, 1);
    List<Item> items = WrittenItems.of(Corpus.open(spark, location.toString()));

    try (ShardReader reader = new ShardReader(location.toString(), hadoop)) {
      for (int pass = 0; pass < 2; pass++) {
        for (int row = 0; row < 50; row++) {
          assertThat(reader.read(items.get(row))).isEqualTo(bytes(row));
        }
      }
    }
  }

  @Test
  void whateverLiesBesideTheCatalogueIsNotRead() throws Exception {
    Path location = write("one", 50, Long.MAX_VALUE);
    write("two", 10, Long.MAX_VALUE);
    try (var files = Files.list(directory.resolve("two/catalogue"))) {
      java.nio.file.Path stray =
          files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(stray, directory.resolve("one/catalogue").resolve("stray.parquet"));
    }

    assertThat(Corpus.open(spark, location.toString()).catalogue().size()).isEqualTo(50);
  }

  @Test
  void aMissingCorpusIsNamed() {
    assertThatThrownBy(() -> Corpus.open(spark, directory.resolve("none").toUri().toString()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("There is no corpus at")
        .hasMessageContaining("none");
    assertThatThrownBy(() -> Corpus.open(spark, ""))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("No corpus is named; set corpus=URI");
  }

  @Test
  void aCorpusWithoutItemsIsRefused() {
    Path location = write("empty", 0, 1);

    assertThatThrownBy(() -> Corpus.open(spark, location.toString()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("holds no items; import images");
  }

  @Test
  void aMissingShardIsNamed() throws Exception {
    Path location = write("corpus", 10, Long.MAX_VALUE);
    List<Item> items = WrittenItems.of(Corpus.open(spark, location.toString()));
    Files.delete(directory.resolve("corpus/shards/part-00000.seq"));

    try (ShardReader reader = new ShardReader(location.toString(), hadoop)) {
      assertThatThrownBy(() -> reader.read(items.get(0)))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("shards/part-00000.seq")
          .hasMessageContaining("is gone");
    }
  }

  @Test
  void aPartOfTheCatalogueThatIsGoneIsNamed() throws Exception {
    Path location = write("corpus", 10, Long.MAX_VALUE);
    java.nio.file.Path part;
    try (var parts = Files.newDirectoryStream(directory.resolve("corpus/catalogue"), "part-*")) {
      part = parts.iterator().next();
    }
    Files.delete(part);
    assertThatThrownBy(() -> Corpus.open(spark, location.toString()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the catalogue of a corpus (")
        .hasMessageContaining("corpus/catalogue/" + part.getFileName())
        .hasMessageEndingWith("; restore the corpus or import it again");
  }

  @Test
  void aDamagedShardIsNamed() throws Exception {
    Path location = write("corpus", 10, Long.MAX_VALUE);
    List<Item> items = WrittenItems.of(Corpus.open(spark, location.toString()));
    java.nio.file.Path shard = directory.resolve("corpus/shards/part-00000.seq");
    byte[] content = Files.readAllBytes(shard);
    content[content.length / 2] ^= 1;
    Files.write(shard, content);

    try (ShardReader reader = new ShardReader(location.toString(), hadoop)) {
      assertThatThrownBy(() -> reader.read(items.get(5)))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("shards/part-00000.seq")
          .hasMessageContaining("the corpus is damaged");
    }
  }

  @Test
  void anotherItemAtAnOffsetIsNoticed() {
    Path location = write("corpus", 10, Long.MAX_VALUE);
    List<Item> items = WrittenItems.of(Corpus.open(spark, location.toString()));
    Item first = items.get(0);
    Item second = items.get(7);
    Item wrong =
        new Item(first.id(), "c", Split.TRAIN, second.shard(), second.offset(), 1, 1, "", Map.of());

    try (ShardReader reader = new ShardReader(location.toString(), hadoop)) {
      assertThatThrownBy(() -> reader.read(wrong))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("holds 'item-00007'")
          .hasMessageContaining("instead of 'item-00000'");
    }
  }

  @Test
  void hadoopSettingsSurviveSerialisation() throws Exception {
    Configuration given = new Configuration();
    given.set("fs.some.key", "some value");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(HadoopSettings.of(given));
    }

    try (var input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      HadoopSettings read = (HadoopSettings) input.readObject();
      assertThat(read.configuration().get("fs.some.key")).isEqualTo("some value");
      assertThat(new Path("file:/").getFileSystem(read.configuration()).exists(new Path("/")))
          .isTrue();
    }
  }

  private Path write(String name, int items, long shardBytes) {
    Path location = new Path(directory.toUri().toString(), name);
    Draft draft = new Draft(Corpus.KIND, CorpusWriter.FORMAT, Map.of(), List.of());
    Manifest manifest =
        new Artifacts(hadoop)
            .write(
                location,
                WhenExists.REFUSE,
                draft,
                temporary -> {
                  try (CorpusWriter writer = new CorpusWriter(spark, temporary, shardBytes)) {
                    for (int i = 0; i < items; i++) {
                      writer.append(item(i), bytes(i));
                    }
                    return writer.finish();
                  }
                });
    assertThat(manifest.checksums().keySet()).noneMatch(file -> file.endsWith(".crc"));
    return location;
  }

  private static Item item(int i) {
    return new Item(
        String.format(java.util.Locale.ROOT, "item-%05d", i),
        "class-" + i % 7,
        i % 2 == 0 ? Split.TRAIN : Split.TEST,
        "",
        0,
        i,
        i + 1,
        "sha-" + i,
        i % 3 == 2 ? Map.of("camera", String.valueOf(i % 3)) : Map.of());
  }

  private static byte[] bytes(int i) {
    byte[] bytes = new byte[100 + i % 500];
    new Seed(i).generator().nextBytes(bytes);
    return bytes;
  }
}
