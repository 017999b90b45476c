/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.FullDisk;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.corpus.WrittenItems;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.progress.ProgressStyle;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestImporter {

  private final SparkSession spark = LocalSpark.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  @TempDir Path directory;

  @Test
  void goodImagesBecomeACorpus() throws Exception {
    for (int i = 0; i < 20; i++) {
      Samples.put(
          directory,
          "in/" + (i < 10 ? "train" : "test") + "/c" + i % 5 + "/" + i + ".png",
          Samples.png(i));
    }

    ImportReport report = run(0, WhenExists.REFUSE);

    assertThat(report.items()).isEqualTo(20);
    assertThat(report.classes()).isEqualTo(5);
    assertThat(report.perSplit())
        .containsExactly(
            Map.entry("test", 10L), Map.entry("train", 10L), Map.entry("validation", 0L));
    assertThat(report.badCount()).isZero();
    Corpus corpus = Corpus.open(spark, target().toString());
    assertThat(corpus.manifest().fingerprint()).isEqualTo(report.fingerprint());
    assertThat(corpus.manifest().settings()).containsEntry("import.max-bad", "0.0");
    new Artifacts(hadoop).verify(target(), Corpus.KIND, Corpus.FORMAT);
    Catalogue catalogue = corpus.catalogue();
    try (ShardReader reader = new ShardReader(target().toString(), hadoop)) {
      int row = catalogue.rows(Split.TEST)[0];
      Item item = WrittenItems.of(corpus).get(row);
      assertThat(item.id()).isEqualTo("test/c0/10.png");
      assertThat(item.width()).isEqualTo(12);
      assertThat(item.height()).isEqualTo(10);
      assertThat(reader.read(item)).isEqualTo(Samples.png(10));
    }
  }

  @Test
  void classesAreHeldOutAndTheManifestNamesTheShareAndTheSeed() throws Exception {
    for (int i = 0; i < 60; i++) {
      Samples.put(directory, "in/c" + i % 30 + "/" + i + ".png", Samples.png(i));
    }
    ImportSettings settings = new ImportSettings(0, 100_000_000, 0.3, 1000);
    Progress.Factory quiet =
        ProgressStyle.LINES.factory(
            new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC());

    ImportReport report =
        new ImportStage(spark, settings, new Seed(4), quiet)
            .run(
                "file:" + directory.resolve("in"),
                SourceFormat.AUTO,
                target().toString(),
                WhenExists.REFUSE);

    long heldOut = report.classesPerSplit().getOrDefault("test", 0L);
    assertThat(heldOut).isBetween(3L, 15L);
    assertThat(report.classesPerSplit()).containsEntry("train", 30 - heldOut);
    assertThat(report.perSplit()).containsEntry("test", 2 * heldOut);
    assertThat(Corpus.open(spark, target().toString()).manifest().settings())
        .containsEntry("import.test-classes", "0.3")
        .containsEntry("seed", "4");
  }

  @Test
  void badImagesAreLeftOutAndListed() throws Exception {
    putGoodAndBad();

    ImportReport report = run(0.6, WhenExists.REFUSE);

    assertThat(report.items()).isEqualTo(4);
    assertThat(report.badByReason())
        .containsExactly(
            Map.entry("corrupt", 1L),
            Map.entry("empty", 1L),
            Map.entry("too_large", 1L),
            Map.entry("truncated", 1L),
            Map.entry("unlabelled", 1L),
            Map.entry("unreadable", 1L));
    assertThat(report.ignored()).isEqualTo(1);
    String lines = Files.readString(directory.resolve("out/bad.jsonl"));
    assertThat(lines.lines()).hasSize(6);
    assertThat(lines).contains("{\"id\":\"b/bomb.png\",\"reason\":\"too_large\",\"detail\":\"");
    assertThat(Corpus.open(spark, target().toString()).manifest().counts())
        .containsEntry("bad", 6L);
  }

  @Test
  void tooMuchBadStopsTheImport() throws Exception {
    putGoodAndBad();

    assertThatThrownBy(() -> run(0.59, WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("6 of 10 images")
        .hasMessageContaining("truncated=1")
        .hasMessageContaining("more than import.max-bad = 0.59 allows")
        .hasMessageContaining("stray.png (unlabelled: ");
    assertThat(names()).containsExactly("in");
  }

  @Test
  void noGoodImageStopsTheImportWhateverTheThreshold() throws Exception {
    Samples.put(directory, "in/a/empty.png", new byte[0]);

    assertThatThrownBy(() -> run(1, WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("1 of 1 images")
        .hasMessageContaining("none is good");
  }

  @Test
  void aFolderTooLowIsAskedFor() throws Exception {
    Samples.put(directory, "in/1.png", Samples.png(1));
    Samples.put(directory, "in/2\u001b[31m.png", Samples.png(2));

    assertThatThrownBy(() -> run(1, WhenExists.REFUSE))
        .hasMessageContaining("No folder or label names a class; is the folder one level too low?")
        .hasMessageContaining("2\\u001B[31m.png (unlabelled");
  }

  @Test
  void whatIsOddIsSaid() throws Exception {
    Samples.put(directory, "in/set/train/a/1.png", Samples.png(1));
    Samples.put(directory, "in/set/train/A/2.png", Samples.png(2));
    Samples.put(directory, "in/set/test/b/3.png", Samples.png(3));
    Samples.put(directory, "in/set/test/c/4.png", Samples.png(4));
    Samples.put(directory, "in/set/old/c/5.png", Samples.png(5));

    ImportReport report = run(0, WhenExists.REFUSE);

    assertThat(report.perSplit()).containsEntry("train", 2L).containsEntry("test", 2L);
    assertThat(report.notes()).hasSize(5);
    assertThat(report.notes().get(0)).isEqualTo("Folders of splits in set: test, train");
    assertThat(report.notes().get(1)).startsWith("1 images are ignored, because they are in no");
    assertThat(report.notes().get(2)).contains("differ in case").contains("'A' and 'a'");
    assertThat(report.notes().get(3)).startsWith("Every class of train has one image");
    assertThat(report.notes().get(4)).startsWith("Every class of test has one image");
  }

  @Test
  void nothingAtAllIsNoCorpus() throws Exception {
    Files.createDirectories(directory.resolve("in"));

    assertThatThrownBy(() -> run(1, WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("There are no images in the folders at file:")
        .hasMessageContaining("check the path and the format");
  }

  @Test
  void idsAreUnique() throws Exception {
    Samples.put(directory, "in/1.png", Samples.png(1));
    Samples.put(directory, "in/list.csv", "1.png,a\n1.png,b\n".getBytes(StandardCharsets.UTF_8));

    Source source = open("in/list.csv");
    ImportReport report = importer(0.5).run(source, target(), WhenExists.REFUSE);
    assertThat(report.items()).isEqualTo(1);
    assertThat(report.badByReason()).containsExactly(Map.entry("duplicate_id", 1L));
  }

  @Test
  void anExistingCorpusIsKeptOrReplaced() throws Exception {
    Samples.put(directory, "in/a/1.png", Samples.png(1));
    String first = run(0, WhenExists.REFUSE).fingerprint();

    assertThatThrownBy(() -> run(0, WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("something is there already");
    assertThat(run(0, WhenExists.REPLACE).fingerprint()).isEqualTo(first);
  }

  @Test
  void aFullDiskLeavesTheCorpusThatWasThere() throws Exception {
    Samples.put(directory, "in/a/1.png", Samples.png(1));
    String first = run(0, WhenExists.REFUSE).fingerprint();
    Samples.put(directory, "in/a/2.png", Samples.png(2));
    FullDisk.install(hadoop, 200);
    var full = new org.apache.hadoop.fs.Path("fulldisk://" + directory.resolve("out"));

    Source source = open("in");
    assertThatThrownBy(() -> importer(0).run(source, full, WhenExists.REPLACE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot write the corpus to fulldisk:")
        .hasMessageContaining("No space left on device; free space there");
    assertThat(Corpus.open(spark, target().toString()).manifest().fingerprint()).isEqualTo(first);
    assertThat(names())
        .hasSize(3)
        .contains("in", "out")
        .first()
        .asString()
        .startsWith(".out.draft-");
  }

  @Test
  void whatIsDecodedBeforeAFailureIsNotDecodedAgain() throws Exception {
    for (int i = 0; i < 9; i++) {
      Samples.put(directory, "in/c" + i % 3 + "/" + i + ".png", Samples.png(i));
    }
    String whole = run(0, WhenExists.REFUSE).fingerprint();
    Files.move(directory.resolve("out"), directory.resolve("whole"));

    assertThatThrownBy(
            () -> importer(0, new Unplugged(9, false)).run(open("in"), target(), WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("The plug is pulled; fix this and run again")
        .hasMessageContaining(". The parts that are finished stay in file:")
        .hasMessageContaining("/.out.draft-")
        .hasMessageEndingWith(": the same command goes on from them");
    for (int i = 0; i < 9; i++) {
      Path file = directory.resolve("in/c" + i % 3 + "/" + i + ".png");
      var written = Files.getLastModifiedTime(file);
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, written);
    }

    ImportReport report = run(0, WhenExists.REFUSE);

    assertThat(report.fingerprint()).isEqualTo(whole);
    assertThat(names()).containsExactly("in", "out", "whole");
    assertThat(Trees.of(directory.resolve("out"))).isEqualTo(Trees.of(directory.resolve("whole")));
  }

  /** What an import has finished before it fails: in shards, and beside them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shards/part-00001.seq",
        "shards/part-00001.idx",
        "catalogue/part-00001.parquet",
        ".done/shard-"
      })
  void aShardThatIsDamagedBeforeAnImportGoesOnIsWrittenAnew(String part) throws Exception {
    Path draft = unpluggedAfterShards();
    Path other = draft.resolve("shards/part-00000.seq");
    FileTime then = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(other, then);
    flip(draft, part);

    run(0.5, WhenExists.REFUSE);

    assertThat(Trees.of(directory.resolve("out"))).isEqualTo(Trees.of(directory.resolve("whole")));
    assertThat(Files.getLastModifiedTime(directory.resolve("out/shards/part-00000.seq")))
        .isEqualTo(then);
  }

  @Test
  void aShardIsNotWrittenAnewOfOtherImages() throws Exception {
    Path draft = unpluggedAfterShards();
    for (Path file : listed(directory.resolve("in/c1"))) {
      var written = Files.getLastModifiedTime(file);
      Files.write(file, new byte[(int) Files.size(file)]);
      Files.setLastModifiedTime(file, written);
    }
    Files.delete(draft.resolve("shards/part-00001.idx"));

    assertThatThrownBy(() -> run(0.5, WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessage(
            "Images changed while they were imported: a damaged shard was made again, with"
                + " others; import again when nobody changes them");
    assertThat(names()).containsExactly("in", "whole");
  }

  /** As many images, as long and as old, and good. */
  @Test
  void norIfTheOthersAreGoodAsWell() throws Exception {
    Path draft = unpluggedAfterShards();
    Path image = directory.resolve("in/c1/20.png");
    byte[] before = Files.readAllBytes(image);
    byte[] other =
        IntStream.range(100, 1000)
            .mapToObj(Samples::png)
            .filter(png -> png.length == before.length)
            .findFirst()
            .orElseThrow();
    FileTime written = Files.getLastModifiedTime(image);
    Files.write(image, other);
    Files.setLastModifiedTime(image, written);
    Files.delete(draft.resolve("shards/part-00001.idx"));

    assertThatThrownBy(() -> run(0.5, WhenExists.REFUSE))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith("Images changed while they were imported: a damaged shard was");
    assertThat(names()).containsExactly("in", "whole");
  }

  /** The log names it. */
  @Test
  void theFileThatIsDamagedIsFound() throws IOException {
    WorkFile images = workFile("images");
    WorkFile bad = workFile("bad");
    images.writeObject("good");
    bad.writeObject("bad");
    assertThat(InspectTask.damaged(images, bad)).isNull();
    flip(directory, "bad");
    assertThat(InspectTask.damaged(images, bad)).isEqualTo(bad);
    assertThat(InspectTask.damaged(images, null)).isNull();
    images.delete();
    assertThat(InspectTask.damaged(images, bad)).isEqualTo(bad);
    images.writeObject("good");
    flip(directory, "images");
    assertThat(InspectTask.damaged(images, bad)).isEqualTo(images);
  }

  private WorkFile workFile(String name) {
    return new WorkFile(new org.apache.hadoop.fs.Path(directory.resolve(name).toUri()), hadoop);
  }

  @ParameterizedTest
  @ValueSource(strings = {".inspected/", ".bad/", ".done/leaf-"})
  void damagedImagesBesideShardsAreInspectedAnew(String part) throws Exception {
    Path draft = unplugged(new Unplugged(24, false));
    flip(draft, part);

    run(0.5, WhenExists.REFUSE);

    assertThat(Trees.of(directory.resolve("out"))).isEqualTo(Trees.of(directory.resolve("whole")));
  }

  private Path unpluggedAfterShards() throws Exception {
    Path draft = unplugged(new Unplugged(Long.MAX_VALUE, true));
    assertThat(draft.resolve("shards/part-00002.seq")).exists();
    assertThat(listed(draft.resolve(".inspected"))).isEmpty();
    return draft;
  }

  /** Imports three shards, one bad image in each; then fails to, and returns what that leaves. */
  private Path unplugged(Unplugged unplugged) throws Exception {
    for (int i = 0; i < 24; i++) {
      byte[] image = i % 8 == 1 ? new byte[3] : Samples.png(i);
      Samples.put(directory, "in/c" + i / 8 + "/" + (10 + i) + ".png", image);
    }
    run(0.5, WhenExists.REFUSE);
    Files.move(directory.resolve("out"), directory.resolve("whole"));
    assertThatThrownBy(() -> importer(0.5, unplugged).run(open("in"), target(), WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("The plug is pulled");
    return listed(directory).stream()
        .filter(path -> path.getFileName().toString().startsWith(".out.draft-"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> listed(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.toList();
    }
  }

  /** Flips a bit in the middle of the last file whose name begins so. */
  private static void flip(Path draft, String part) throws IOException {
    Path file;
    try (Stream<Path> files = Files.walk(draft)) {
      file =
          files
              .filter(path -> draft.relativize(path).toString().startsWith(part))
              .filter(Files::isRegularFile)
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
  }

  @Test
  void aListingThatIsShuffledGivesTheSameCorpus() throws Exception {
    for (int i = 0; i < 40; i++) {
      Samples.put(directory, "in/" + i % 7 + "/" + i + ".png", Samples.png(i));
    }
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      list.append("in/%d/%d.png,class %d\n".formatted(i % 7, i, i % 7));
    }
    list.append("in/1/1.png,class 0\nin/2/2.png,class 9\n");
    Samples.put(directory, "list.csv", list.toString().getBytes(StandardCharsets.UTF_8));
    ImportReport small = importer(0.5).run(open("list.csv"), target(), WhenExists.REFUSE);
    Files.move(directory.resolve("out"), directory.resolve("small"));

    ImportReport large =
        importer(0.5).withSmall(7).run(open("list.csv"), target(), WhenExists.REFUSE);

    assertThat(large.fingerprint()).isEqualTo(small.fingerprint());
    assertThat(large.badByReason()).isEqualTo(Map.of("duplicate_id", 2L));
    assertThat(large.shards()).isGreaterThan(3);
    assertThat(Trees.of(directory.resolve("out"))).isEqualTo(Trees.of(directory.resolve("small")));
  }

  @Test
  void aTargetBelowAFileIsNamed() throws Exception {
    Samples.put(directory, "in/a/1.png", Samples.png(1));
    var below = new org.apache.hadoop.fs.Path("file:" + directory.resolve("in/a/1.png/out"));

    Source source = open("in");
    assertThatThrownBy(() -> importer(0).run(source, below, WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("1.png is a file; choose a path whose parents");
  }

  /** Fails the driver once so many images are done, or once all is written. */
  private record Unplugged(long done, boolean atTheEnd) implements Progress.Factory {

    @Override
    public Progress start(String stage, long total, String unit) {
      return new Progress() {
        @Override
        public void step(long now) {
          if (now >= done) {
            throw new IllegalStateException("The plug is pulled");
          }
        }

        @Override
        public void note(String note) {}

        @Override
        public void close() {
          if (atTheEnd) {
            throw new IllegalStateException("The plug is pulled");
          }
        }
      };
    }
  }

  private void putGoodAndBad() throws IOException {
    for (int i = 0; i < 4; i++) {
      Samples.put(directory, "in/a/" + i + ".png", Samples.png(i));
    }
    byte[] good = Samples.png(9);
    byte[] flipped = good.clone();
    flipped[60] ^= 1;
    Samples.put(directory, "in/b/bomb.png", Samples.pngClaiming(50_000, 50_000));
    Samples.put(directory, "in/b/cut.png", Arrays.copyOf(good, good.length - 20));
    Samples.put(directory, "in/b/flipped.png", flipped);
    Samples.put(directory, "in/b/empty.jpg", new byte[0]);
    Samples.put(directory, "in/b/text.jpg", "text".getBytes(StandardCharsets.UTF_8));
    Samples.put(directory, "in/b/notes.txt", "text".getBytes(StandardCharsets.UTF_8));
    Samples.put(directory, "in/stray.png", good);
  }

  private ImportReport run(double maxBad, WhenExists when) {
    return importer(maxBad).run(open("in"), target(), when);
  }

  private Importer importer(double maxBad) {
    return importer(maxBad, TinyCorpus.quiet());
  }

  private Importer importer(double maxBad, Progress.Factory progress) {
    ImportSettings settings = new ImportSettings(maxBad, 100_000_000, 0, 1000);
    return new Importer(spark, settings, new Seed(1), progress);
  }

  private Source open(String name) {
    return SourceFormat.AUTO.open(
        new org.apache.hadoop.fs.Path("file:" + directory.resolve(name)), hadoop);
  }

  private org.apache.hadoop.fs.Path target() {
    return new org.apache.hadoop.fs.Path("file:" + directory.resolve("out"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
