/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.ImportColumns;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.imports.Samples.Collected;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of the kind that large data sets come in: tars, Parquet, TFRecord, Spark tables. */
class TestArchiveSources {

  private final SparkSession spark = LocalSpark.session();

  /** Bytes of a tar's header; contents are filled up to as many. */
  private static final int RECORD = 512;

  @TempDir Path directory;

  @Test
  void aTarOfFoldersIsReadByPosition() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String deep = "data/train/b/" + "long".repeat(40) + ".png";
    entries.put("data/train/a/1.png", Samples.png(1));
    entries.put(deep, Samples.png(2));
    entries.put("data/test/c/\u00fc.png", Samples.png(3));
    entries.put("data/train/a/notes.md", new byte[70_000]);
    entries.put("../evil/1.png", Samples.png(4));
    entries.put("data/train/a/9.png", Samples.png(9));
    tar("images.tar", entries);

    Collected found = read("images.tar");

    assertThat(found.ids())
        .containsExactly(
            "data/train/a/1.png", "data/train/a/9.png", deep, "data/test/c/\u00fc.png");
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("a", "a", "b", "c");
    assertThat(found.images.get(1).encoded()).isEqualTo(Samples.png(9));
    assertThat(found.images.get(3).split()).isEqualTo(Split.TEST);
    assertThat(found.bad).extracting(Bad::reason).containsExactly(Bad.Reason.UNSAFE_PATH);
    assertThat(found.ignored).isEqualTo(1);
  }

  @Test
  void aTarThatIsCutShortIsNamed() throws Exception {
    tar("images.tar", Map.of("a/1.png", Samples.png(1)));
    Path file = directory.resolve("images.tar");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 520));

    assertThatThrownBy(() -> read("images.tar"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("images.tar as a tar archive: ")
        .hasMessageContaining("is it whole?");
  }

  /** Each of these was read to where the damage is, and the rest was left out in silence. */
  @Test
  void aTarWhoseEndIsNotItsEndIsRefused() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      entries.put("a/" + i + ".png", Samples.png(i));
    }
    tar("images.tar", entries);
    byte[] whole = Files.readAllBytes(directory.resolve("images.tar"));
    int second = RECORD + (Samples.png(0).length + RECORD - 1) / RECORD * RECORD;

    refuses(
        insert(whole, second, new byte[RECORD]),
        "its end marker is at byte " + second + ", and more follows at byte " + (second + RECORD));
    refuses(
        insert(whole, whole.length, whole),
        "and more follows at byte " + whole.length + ": joined archives are not read");
    refuses(
        Arrays.copyOf(whole, second),
        "it has no end marker after " + second + " bytes, so it was cut short");
    byte[] damaged = whole.clone();
    damaged[second + 2] ^= 1;
    refuses(damaged, "the header of a/0.png is damaged: its checksum differs");
  }

  private void refuses(byte[] archive, String message) throws IOException {
    Files.write(directory.resolve("damaged.tar"), archive);
    assertThatThrownBy(() -> read("damaged.tar"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("damaged.tar as a tar archive: ")
        .hasMessageContaining(message);
  }

  private static byte[] insert(byte[] into, int at, byte[] bytes) {
    return ByteBuffer.allocate(into.length + bytes.length)
        .put(into, 0, at)
        .put(bytes)
        .put(into, at, into.length - at)
        .array();
  }

  @Test
  void aTarsLinksAreBadImages() throws Exception {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            Files.newOutputStream(directory.resolve("links.tar")), StandardCharsets.UTF_8.name())) {
      TarArchiveEntry file = new TarArchiveEntry("a/1.png");
      file.setSize(Samples.png(1).length);
      tar.putArchiveEntry(file);
      tar.write(Samples.png(1));
      tar.closeArchiveEntry();
      for (byte kind : new byte[] {TarConstants.LF_LINK, TarConstants.LF_SYMLINK}) {
        TarArchiveEntry link = new TarArchiveEntry("b/" + (char) kind + ".png", kind);
        link.setLinkName("a/1.png");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
    }

    Collected found = read("links.tar");

    assertThat(found.ids()).containsExactly("a/1.png");
    assertThat(found.bad)
        .extracting(Bad::toString)
        .hasSize(2)
        .allMatch(bad -> bad.contains("(inaccessible: It is a link to a/1.png in the archive; "));
  }

  /** Java would replace the bytes, and make one class of two. */
  @Test
  void namesThatAreNotUtf8AreBadImages() throws Exception {
    String deep = "data/caf\u00e9/" + "long".repeat(40) + ".png";
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data/caf\u00e9/1.png", Samples.png(1));
    entries.put("data/a/what?.png", Samples.png(2));
    entries.put(deep, Samples.png(3));
    entries.put("data/caf\u00e9/notes.md", new byte[1]);
    entries.put("data/b/1.png", Samples.png(4));
    tar("images.tar", StandardCharsets.ISO_8859_1, entries);

    Collected found = read("images.tar");

    assertThat(found.ids()).containsExactly("data/a/what?.png", "data/b/1.png");
    assertThat(found.images.get(1).encoded()).isEqualTo(Samples.png(4));
    assertThat(found.bad)
        .extracting(Bad::toString)
        .containsExactly(
            "data/caf\\xE9/1.png (not_utf8: Its name in the archive is not UTF-8; rename the file"
                + " (convmv -t utf-8) and pack it again)",
            deep.replace("\u00e9", "\\xE9")
                + " (not_utf8: Its name in the archive is not UTF-8; rename the file"
                + " (convmv -t utf-8) and pack it again)");
    assertThat(found.ignored).isEqualTo(1);
    assertThat(
            Utf8.escaped(new byte[] {'a', (byte) 0xc3, (byte) 0xbc, (byte) 0xff, 'b', (byte) 0xc3}))
        .isEqualTo("a\u00fc\\xFFb\\xC3");
  }

  /** The name of a pax header counts, and the entry's own is its shadow. */
  @Test
  void aNameOfAPaxHeaderIsRead() throws Exception {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            Files.newOutputStream(directory.resolve("pax.tar")),
            StandardCharsets.US_ASCII.name())) {
      tar.setAddPaxHeadersForNonAsciiNames(true);
      TarArchiveEntry file = new TarArchiveEntry("\u00fc?/1.png");
      file.setSize(Samples.png(1).length);
      tar.putArchiveEntry(file);
      tar.write(Samples.png(1));
      tar.closeArchiveEntry();
    }
    assertThat(read("pax.tar").ids()).containsExactly("\u00fc?/1.png");
    byte[] archive = Files.readAllBytes(directory.resolve("pax.tar"));
    int name = new String(archive, StandardCharsets.ISO_8859_1).indexOf("path=") + 5;
    archive[name + 1] = '(';
    Files.write(directory.resolve("pax.tar"), archive);
    assertThat(read("pax.tar").bad).extracting(Bad::id).containsExactly("\\xC3(?/1.png");
  }

  @Test
  void aPackedFileIsRefused() throws Exception {
    tar("images.tar", Map.of("a/1.png", Samples.png(1)));
    byte[] tar = Files.readAllBytes(directory.resolve("images.tar"));
    for (String name : List.of("images.tar.gz", "packed.tar", "x.tfrecord", "list.csv")) {
      Samples.gzip(directory.resolve(name), tar);
      SourceFormat format = name.endsWith(".gz") ? SourceFormat.TAR : SourceFormat.AUTO;
      assertThatThrownBy(() -> Collected.from(format.open(hadoop(name), new Configuration())))
          .isInstanceOf(ImportException.class)
          .hasMessage(
              "Cannot import "
                  + hadoop(name)
                  + ": it is packed with gzip, and tasks read images where they lie in a file;"
                  + " unpack it (gunzip FILE) and import what comes out");
    }
    Files.copy(directory.resolve("images.tar.gz"), directory.resolve("images.tgz"));
    assertThatThrownBy(() -> read("images.tgz")).hasMessageContaining("is packed with gzip");
  }

  @Test
  void filesOfOneBaseNameAreASample() throws Exception {
    Map<String, byte[]> first = new LinkedHashMap<>();
    first.put("000.jpg", Samples.png(1));
    first.put("000.cls", text("dog\n"));
    first.put("000.txt", text("a dog"));
    first.put(
        "001.json", text("{\"label\": 7, \"split\": \"test\", \"camera\": \"c7\", \"x\": []}"));
    first.put("001.png", Samples.png(2));
    tar("photos-train-00.tar", first);
    Map<String, byte[]> second = new LinkedHashMap<>();
    second.put("000.png", Samples.png(3));
    second.put("000.cls", text("cat"));
    second.put("002.png", Samples.png(4));
    second.put("003.cls", text("cat"));
    second.put("004.png", Samples.png(5));
    second.put("004.cls", new byte[] {'c', 'a', 'f', (byte) 0xe9});
    tar("photos-val-01.tar", second);

    Collected found = read("photos-{train-00,val-01}.tar");

    assertThat(found.ids())
        .containsExactly("photos-train-00/000", "photos-val-01/000", "photos-train-00/001");
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("dog", "cat", "7");
    assertThat(found.images)
        .extracting(Samples.Brought::split)
        .containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
    assertThat(found.images.get(0).attributes()).containsExactly(Map.entry("text", "a dog"));
    assertThat(found.images.get(2).attributes()).containsExactly(Map.entry("camera", "c7"));
    assertThat(found.images.get(1).encoded()).isEqualTo(Samples.png(3));
    assertThat(found.bad)
        .extracting(Bad::toString)
        .containsExactly(
            "photos-val-01/002 (unlabelled: It has no .cls, and no label in a .json)",
            "photos-val-01/003 (missing: The sample has no image)",
            "photos-val-01/004 (not_utf8: Its .cls is not UTF-8)");
  }

  @Test
  void rangesOfNumbersAreExpanded() {
    assertThat(FilePattern.ranges("a-{08..10}-{1..2}.tar"))
        .containsExactly(
            "a-08-1.tar", "a-08-2.tar", "a-09-1.tar", "a-09-2.tar", "a-10-1.tar", "a-10-2.tar");
    assertThat(FilePattern.ranges("a.tar")).containsExactly("a.tar");
    assertThatThrownBy(() -> FilePattern.ranges("a-{3..1}.tar"))
        .isInstanceOf(ImportException.class)
        .hasMessage("Cannot read {3..1} in a-{3..1}.tar; write {FIRST..LAST}, e.g. {000..123}");
    assertThatThrownBy(() -> read("none-{0..3}.tar"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("There is nothing to import")
        .hasMessageContaining("none-0.tar");
  }

  @Test
  void parquetWithAStructOfBytesIsRead() throws Exception {
    StructType image =
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
    StructType schema =
        new StructType()
            .add("image", image)
            .add("label", DataTypes.LongType)
            .add("camera", DataTypes.StringType);
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(
                RowFactory.create(RowFactory.create(Samples.png(1), "1.png"), 3L, "c7"),
                RowFactory.create(RowFactory.create(Samples.png(2), null), 4L, null),
                RowFactory.create(RowFactory.create(Samples.png(3), null), null, null)),
            schema);
    rows.coalesce(1).write().parquet(directory.resolve("all").toUri().toString());
    Files.createDirectory(directory.resolve("hf"));
    try (var files = Files.list(directory.resolve("all"))) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(part, directory.resolve("hf/test-00000-of-00001.parquet"));
    }

    Collected found = read("hf");

    assertThat(found.images).extracting(Samples.Brought::className).containsExactly("3", "4");
    assertThat(found.images)
        .extracting(Samples.Brought::split)
        .containsExactly(Split.TEST, Split.TEST);
    assertThat(found.images.get(0).encoded()).isEqualTo(Samples.png(1));
    assertThat(found.images.get(0).attributes()).containsExactly(Map.entry("camera", "c7"));
    assertThat(found.images.get(0).id()).hasSize(32);
    assertThat(found.bad).extracting(Bad::detail).containsExactly("The row has no label");
    assertThatThrownBy(
            () ->
                Collected.from(
                    SourceFormat.PARQUET.open(
                        hadoop("hf"),
                        new Configuration(),
                        new ImportColumns("picture", "auto", "auto", "auto"))))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(
            "has no column of images called picture, but image, label, camera; set"
                + " import.image-column");
  }

  @Test
  void aColumnOfLabelsHoldsPlainValues() {
    StructType label = new StructType().add("name", DataTypes.StringType);
    StructType schema = new StructType().add("image", DataTypes.BinaryType).add("label", label);
    spark
        .createDataFrame(
            List.of(RowFactory.create(Samples.png(1), RowFactory.create("dog"))), schema)
        .write()
        .parquet(directory.resolve("structs").toUri().toString());

    assertThatThrownBy(() -> read("structs"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("The column label of the Parquet files ")
        .hasMessageContaining(
            " is of type struct<name:string>; labels must be texts, numbers or truths: set"
                + " import.label-column");
  }

  @Test
  void aSparkTableBecomesACorpus() {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("image", DataTypes.BinaryType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.StringType);
    spark
        .createDataFrame(
            List.of(
                RowFactory.create("x", Samples.png(1), "a", "train"),
                RowFactory.create("y", Samples.png(2), "b", "test"),
                RowFactory.create("y", Samples.png(3), "c", "test")),
            schema)
        .createOrReplaceTempView("photos");
    var settings = new org.anchorage.core.config.ImportSettings(0.5, 1_000_000, 0, 1000);
    ImportStage stage =
        new ImportStage(spark, settings, new org.anchorage.core.seed.Seed(1), TinyCorpus.quiet());
    String out = directory.resolve("out").toUri().toString();

    ImportReport report =
        stage.run("spark-table:photos", SourceFormat.AUTO, out, WhenExists.REFUSE);

    assertThat(report.items()).isEqualTo(2);
    assertThat(report.perSplit()).containsEntry("test", 1L).containsEntry("train", 1L);
    assertThat(report.badByReason()).containsExactly(Map.entry("duplicate_id", 1L));
    assertThat(directory).isDirectoryNotContaining(f -> f.getFileName().toString().startsWith("."));
    assertThatThrownBy(
            () -> stage.run("spark-table:gone", SourceFormat.AUTO, out + "2", WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessage(
            "Spark knows no table or view gone; check its name and the session's catalogue");
  }

  @Test
  void recordsOfTensorFlowAreRead() throws Exception {
    byte[] image = Samples.png(1);
    byte[] first =
        example(
            Map.of(
                "image/encoded", bytes(image),
                "image/class/label", integer(300),
                "image/height", integer(10)));
    byte[] second =
        example(
            Map.of("image/encoded", bytes(Samples.png(2)), "image/class/text", bytes(text("dog"))));
    byte[] third = example(Map.of("image/class/text", bytes(text("dog"))));
    byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9};
    byte[] fourth =
        example(Map.of("image/encoded", bytes(Samples.png(3)), "image/class/text", bytes(latin1)));
    byte[] fifth =
        example(
            Map.of(
                "image/encoded", bytes(Samples.png(4)),
                "image/class/text", bytes(text("dog")),
                "image/mask", bytes(latin1)));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (byte[] message : List.of(first, second, third, fourth, fifth)) {
      record(file, message);
    }
    int broken = file.size() + 14;
    record(file, second);
    byte[] content = file.toByteArray();
    content[broken] ^= 1;
    Files.write(directory.resolve("validation.tfrecord-00000"), content);

    Collected found = read("validation.tfrecord-00000");

    assertThat(found.ids())
        .containsExactly(
            "validation.tfrecord-00000/000000",
            "validation.tfrecord-00000/000001",
            "validation.tfrecord-00000/000004");
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("300", "dog", "dog");
    // A list of bytes may be anything, so bytes that are no text are no attribute.
    assertThat(found.images.get(2).attributes()).isEmpty();
    assertThat(found.images).extracting(Samples.Brought::split).containsOnly(Split.VALIDATION);
    assertThat(found.images.get(0).encoded()).isEqualTo(image);
    assertThat(found.images.get(0).attributes()).containsExactly(Map.entry("image/height", "10"));
    assertThat(found.bad)
        .extracting(Bad::reason)
        .containsExactly(Bad.Reason.MISSING, Bad.Reason.NOT_UTF8, Bad.Reason.CORRUPT);

    Files.write(directory.resolve("x.tfrecord"), Arrays.copyOf(content, 40));
    assertThatThrownBy(() -> read("x.tfrecord"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("ends in the middle of the record at byte 0; fetch it again");
    Files.write(directory.resolve("x.tfrecord"), new byte[40]);
    assertThatThrownBy(() -> read("x.tfrecord"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("holds no TFRecord at byte 0: the check sum of its length");
  }

  /** By hand, from the check value of CRC-32C. */
  @Test
  void checksumsAreMaskedAsTensorFlowMasksThem() {
    // CRC-32C of "123456789" is 0xe3069283.
    int rotated = (0xe3069283 >>> 15) | (0xe3069283 << 17);
    assertThat(TfRecordSource.masked(text("123456789"))).isEqualTo(rotated + 0xa282ead8);
  }

  private void tar(String name, Map<String, byte[]> entries) throws IOException {
    tar(name, StandardCharsets.UTF_8, entries);
  }

  private void tar(String name, Charset names, Map<String, byte[]> entries) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(directory.resolve(name)), names.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void record(OutputStream out, byte[] message) throws IOException {
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(message.length).array();
    out.write(length);
    out.write(sum(length));
    out.write(message);
    out.write(sum(message));
  }

  private static byte[] sum(byte[] bytes) {
    return ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(TfRecordSource.masked(bytes))
        .array();
  }

  private static byte[] example(Map<String, byte[]> features) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    features.forEach(
        (name, feature) -> {
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          field(entry, 1, text(name));
          field(entry, 2, feature);
          field(all, 1, entry.toByteArray());
        });
    ByteArrayOutputStream example = new ByteArrayOutputStream();
    field(example, 1, all.toByteArray());
    return example.toByteArray();
  }

  private static byte[] bytes(byte[] value) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    field(list, 1, value);
    ByteArrayOutputStream feature = new ByteArrayOutputStream();
    field(feature, 1, list.toByteArray());
    return feature.toByteArray();
  }

  private static byte[] integer(long value) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    varint(packed, value);
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    field(list, 1, packed.toByteArray());
    ByteArrayOutputStream feature = new ByteArrayOutputStream();
    field(feature, 3, list.toByteArray());
    return feature.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    varint(out, ((long) number << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while (left >= 0x80) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private Collected read(String name) throws IOException {
    return Collected.from(SourceFormat.AUTO.open(hadoop(name), new Configuration()));
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path("file:" + directory + "/" + name);
  }
}
