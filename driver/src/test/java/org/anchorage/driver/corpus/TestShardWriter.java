/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestShardWriter {

  private static final int ITEMS = 700;
  private static final int MARKER_AT = 71;

  private final Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();

  @TempDir java.nio.file.Path directory;

  @Test
  void imagesAreWhereHadoopWouldPutThem() throws Exception {
    WrittenShard written = write("corpus", 3, 0, ITEMS);
    Path slow = new Path(directory.toUri().toString(), "slow.seq");
    List<Long> offsets = hadoopWrites(slow, ITEMS);

    byte[] ours = Files.readAllBytes(directory.resolve("corpus/shards/part-00003.seq"));
    byte[] theirs = Files.readAllBytes(directory.resolve("slow.seq"));
    assertThat(ours).hasSameSizeAs(theirs).hasSizeGreaterThan(2 * SequenceFile.SYNC_INTERVAL);
    assertThat(markerHidden(ours)).isEqualTo(markerHidden(theirs));
    ByteBuffer index =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve("corpus/shards/part-00003.idx")));
    assertThat(index.limit()).isEqualTo(8 * ITEMS);
    try (ShardReader reader = new ShardReader(directory.resolve("corpus").toString(), hadoop)) {
      for (int i = 0; i < ITEMS; i++) {
        assertThat(index.getLong(8 * i)).isEqualTo(offsets.get(i));
        assertThat(reader.read("shards/part-00003.seq", offsets.get(i))).isEqualTo(bytes(i));
      }
    }
    assertThat(written.items()).isEqualTo(ITEMS);
    assertThat(written.bytes()).isEqualTo(sizes(ITEMS));
  }

  @Test
  void theCatalogueHasARowAnImage() throws Exception {
    write("corpus", 3, 0, ITEMS);

    List<Item> rows =
        WrittenItems.read(
            List.of(new Path(directory.resolve("corpus/catalogue/part-00003.parquet").toString())));

    assertThat(rows).hasSize(ITEMS);
    Item row = rows.get(8);
    assertThat(row.id()).isEqualTo("item-00008");
    assertThat(row.className()).isEqualTo(item(8).className());
    assertThat(row.split()).isEqualTo(Split.TRAIN);
    assertThat(row.shard()).isEqualTo("shards/part-00003.seq");
    assertThat(row.attributes()).isEqualTo(Map.of("camera", "8", "lens", "x"));
    assertThat(rows.get(7).attributes()).isEmpty();
    assertThat(row.width()).isEqualTo(8);
    assertThat(row.height()).isEqualTo(9);
    assertThat(row.sha256()).isEqualTo("sha-8");
  }

  @Test
  void theBytesDependOnTheImagesAndTheNumberAlone() throws Exception {
    WrittenShard first = write("first", 3, 0, ITEMS);
    WrittenShard second = write("second", 3, 0, ITEMS);
    WrittenShard other = write("other", 4, 0, ITEMS);

    assertThat(second.checksums()).isEqualTo(first.checksums()).hasSize(3);
    for (Map.Entry<String, String> entry : first.checksums().entrySet()) {
      try (var in = Files.newInputStream(directory.resolve("first").resolve(entry.getKey()))) {
        assertThat(Sha256.of(in)).isEqualTo(entry.getValue());
      }
    }
    assertThat(other.checksums().get("shards/part-00004.seq"))
        .isNotEqualTo(first.checksums().get("shards/part-00003.seq"));
    assertThat(other.checksums().get("shards/part-00004.idx"))
        .isEqualTo(first.checksums().get("shards/part-00003.idx"));
  }

  @Test
  void stretchesOfAClassAreCounted() throws Exception {
    WrittenShard written = write("corpus", 0, 0, 700);

    assertThat(written.runs())
        .containsExactly(
            new ClassRun(0, Split.TRAIN, "class-0", 300),
            new ClassRun(0, Split.TRAIN, "class-1", 200),
            new ClassRun(0, Split.TEST, "class-1", 100),
            new ClassRun(0, Split.TEST, "class-2", 100));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ClassRun run : written.runs()) {
      ClassRunFile.write(run, lines);
    }
    assertThat(lines.toString(StandardCharsets.UTF_8))
        .startsWith("{\"shard\":0,\"split\":\"train\",\"class_name\":\"class-0\",\"items\":300}\n");
    assertThat(ClassRunFile.read(new ByteArrayInputStream(lines.toByteArray())))
        .isEqualTo(written.runs());
    assertThatThrownBy(
            () ->
                ClassRunFile.read(
                    new ByteArrayInputStream("{\"shard\":0}\n".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessage("line 1 of runs.jsonl names no shard, split, class_name and items");
  }

  @Test
  void theFingerprintIsThatOfTheItemsHoweverTheyAreCut() throws Exception {
    String whole = write("whole", 0, 0, 700).sums().fingerprint();
    ClassSums merged = new ClassSums();
    for (int cut : new int[] {600, 0, 350}) {
      int to = cut == 0 ? 350 : cut == 350 ? 600 : 700;
      merged.add(write("cut", cut, cut, to).sums());
    }

    assertThat(merged.fingerprint()).isEqualTo(whole).hasSize(64);
    assertThat(merged.classes()).isEqualTo(3);
    assertThat(write("fewer", 0, 1, 700).sums().fingerprint()).isNotEqualTo(whole);
  }

  @Test
  void anUnfinishedShardLeavesNothing() throws Exception {
    Path corpus = new Path(directory.resolve("corpus").toString());
    try (ShardWriter writer = new ShardWriter(corpus, 0, hadoop)) {
      writer.append(item(0), bytes(0));
    }

    assertThat(directory.resolve("corpus/shards")).isEmptyDirectory();
    assertThat(directory.resolve("corpus/catalogue")).isEmptyDirectory();
  }

  @Test
  void aShardMayBeWrittenAgain() throws Exception {
    WrittenShard first = write("corpus", 0, 0, 100);

    assertThat(write("corpus", 0, 0, 100).checksums()).isEqualTo(first.checksums());
    try (var found = Files.list(directory.resolve("corpus/shards"))) {
      assertThat(found.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.contains("part-00000."));
    }
  }

  private WrittenShard write(String name, int number, int from, int to) throws IOException {
    Path corpus = new Path(directory.resolve(name).toString());
    try (ShardWriter writer = new ShardWriter(corpus, number, hadoop)) {
      for (int i = from; i < to; i++) {
        writer.append(item(i), bytes(i));
      }
      return writer.finish();
    }
  }

  /** The slow twin: Hadoop's writer. */
  private List<Long> hadoopWrites(Path file, int items) throws IOException {
    List<Long> offsets = new ArrayList<>();
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            hadoop,
            SequenceFile.Writer.file(file),
            SequenceFile.Writer.keyClass(Text.class),
            SequenceFile.Writer.valueClass(BytesWritable.class),
            SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE))) {
      for (int i = 0; i < items; i++) {
        offsets.add(writer.getLength());
        writer.append(new Text(item(i).id()), new BytesWritable(bytes(i)));
      }
    }
    return offsets;
  }

  /** Returns a file's text with each of its markers replaced by the same word. */
  private static String markerHidden(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.replace(text.substring(MARKER_AT, MARKER_AT + 16), "<marker>");
  }

  private static long sizes(int items) {
    long sum = 0;
    for (int i = 0; i < items; i++) {
      sum += bytes(i).length;
    }
    return sum;
  }

  /** Items in the order of a corpus: classes of 300, the split changes at 500. */
  private static Item item(int i) {
    return new Item(
        String.format(java.util.Locale.ROOT, "item-%05d", i),
        "class-" + i / 300,
        i < 500 ? Split.TRAIN : Split.TEST,
        "",
        0,
        i,
        i + 1,
        "sha-" + i,
        i % 8 == 0 ? Map.of("lens", "x", "camera", String.valueOf(i)) : Map.of());
  }

  private static byte[] bytes(int i) {
    byte[] bytes = new byte[100 + i % 500];
    new Seed(i).generator().nextBytes(bytes);
    return bytes;
  }
}
