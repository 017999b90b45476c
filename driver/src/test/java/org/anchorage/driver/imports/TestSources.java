/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.Samples.Collected;
import org.anchorage.worker.image.ImageDecoder;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSources {

  @TempDir Path directory;

  @Test
  void foldersAreRead() throws Exception {
    Samples.put(directory, "train/a b/1:2.png", Samples.png(1));
    Samples.put(directory, "train/a b/\u00fc%20.png", Samples.png(2));
    Samples.put(directory, "test/c/1.png", Samples.png(3));
    Samples.put(directory, "test/c/.DS_Store", new byte[1]);

    Collected found = read(SourceFormat.AUTO, directory);

    assertThat(found.ids())
        .containsExactly("train/a b/1:2.png", "train/a b/\u00fc%20.png", "test/c/1.png");
    assertThat(found.images.get(1).encoded()).isEqualTo(Samples.png(2));
    assertThat(found.images.get(1).className()).isEqualTo("a b");
    assertThat(found.images.get(2).split()).isEqualTo(Split.TEST);
    assertThat(found.ignored).isEqualTo(1);
  }

  /** Whoever opens a pipe waits for its writer. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsABadImage() throws Exception {
    Samples.put(directory, "a/1.png", Samples.png(1));
    Path pipe = directory.resolve("a/2.png");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Collected found = read(SourceFormat.FOLDERS, directory);

    assertThat(found.ids()).containsExactly("a/1.png");
    assertThat(found.bad)
        .extracting(Bad::toString)
        .containsExactly("a/2.png (inaccessible: " + pipe + " is not a plain file)");
  }

  @Test
  void aListIsRead() throws Exception {
    Samples.put(directory, "images/1.png", Samples.png(1));
    Samples.put(directory, "images/a, b.png", Samples.png(2));
    String list =
        "images/1.png,dog\r\n\"images/a, b.png\",\"cat \"\"x\"\"\",test\n"
            + directory.resolve("images/1.png").toUri()
            + ",dog,val\n";
    Samples.put(directory, "list.csv", list.getBytes(StandardCharsets.UTF_8));

    Collected found = read(SourceFormat.AUTO, directory.resolve("list.csv"));

    assertThat(found.bad).isEmpty();
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("dog", "dog", "cat \"x\"");
    assertThat(found.images)
        .extracting(Samples.Brought::split)
        .containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
    assertThat(found.images.get(2).encoded()).isEqualTo(Samples.png(2));
  }

  @Test
  void aListsHeaderNamesItsColumns() throws Exception {
    Samples.put(directory, "1.png", Samples.png(1));
    String list = "\ufefflabel,camera,path,split\ndog,c7,1.png,test\n";
    Samples.put(directory, "list.txt", list.getBytes(StandardCharsets.UTF_8));

    Collected found = read(SourceFormat.CSV, directory.resolve("list.txt"));

    assertThat(found.ids()).containsExactly("1.png");
    assertThat(found.images.get(0).className()).isEqualTo("dog");
    assertThat(found.images.get(0).split()).isEqualTo(Split.TEST);
    assertThat(found.images.get(0).attributes()).containsExactly(Map.entry("camera", "c7"));
  }

  /** Some characters lie across the ends of what is read at once. */
  @Test
  void aListThatIsNotUtf8IsRefusedAtItsLine() throws Exception {
    Samples.put(directory, "1.png", Samples.png(1));
    String good = "1.png,\u00e9\u20ac\uD83D\uDE00\n".repeat(3000);
    Samples.put(directory, "list.csv", good.getBytes(StandardCharsets.UTF_8));
    assertThat(read(SourceFormat.CSV, directory.resolve("list.csv")).images)
        .extracting(Samples.Brought::className)
        .containsOnly("\u00e9\u20ac\uD83D\uDE00");

    String bad = good + "1.png,caf\u00e9\n";
    byte[] whole = bad.getBytes(StandardCharsets.UTF_8);
    whole[whole.length - 2] = '(';
    for (byte[] list : List.of(whole, Arrays.copyOf(whole, whole.length - 2))) {
      Samples.put(directory, "list.csv", list);
      assertThatThrownBy(() -> read(SourceFormat.CSV, directory.resolve("list.csv")))
          .hasMessageContaining(
              "list.csv: line 3001 is not UTF-8; save the file as UTF-8, or convert it, e.g. iconv");
    }
  }

  /** Hadoop leaves such files out in silence, and whole classes with them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderWithANameThatIsNotUtf8IsRefused() throws Exception {
    Samples.put(directory, "in/a/1.png", Samples.png(1));
    for (String name : List.of("in/a/caf\\351.png", "in/caf\\351")) {
      String make = name.endsWith(".png") ? "touch" : "mkdir";
      String word = "\"$(printf '" + name + "')\"";
      Process made =
          new ProcessBuilder("sh", "-c", make + " " + word).directory(directory.toFile()).start();
      assertThat(made.waitFor()).isZero();

      assertThatThrownBy(() -> read(SourceFormat.FOLDERS, directory.resolve("in")))
          .isInstanceOf(ImportException.class)
          .hasMessageStartingWith("Cannot list the images: ")
          .hasMessageContaining(name.replace("\\351", "%E9"))
          .hasMessageContaining(": its name (shown with its bytes in hexadecimal) is not in ")
          .hasMessageContaining("Rename it (convmv -f latin1 -t utf-8), or, if your names are");
      String remove = "rm -r " + word;
      assertThat(
              new ProcessBuilder("sh", "-c", remove)
                  .directory(directory.toFile())
                  .start()
                  .waitFor())
          .isZero();
    }
    assertThat(read(SourceFormat.FOLDERS, directory.resolve("in")).images).hasSize(1);
  }

  @Test
  void aNameThatAZipMarksAsUtf8AndIsNotIsABadImage() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/\u00fc.png", Samples.png(1));
    entries.put("a/\u00e9.png", Samples.png(2));
    Path zip = Samples.zip(directory.resolve("images.zip"), entries);
    byte[] bytes = Files.readAllBytes(zip);
    for (int i = 1; i < bytes.length - 1; i++) {
      boolean is = bytes[i - 1] == '/' && bytes[i] == (byte) 0xc3 && bytes[i + 1] == (byte) 0xa9;
      bytes[i] = is ? (byte) '(' : bytes[i];
    }
    Files.write(zip, bytes);

    Collected found = read(SourceFormat.ZIP, zip);

    assertThat(found.ids()).containsExactly("a/\u00fc.png");
    assertThat(found.bad)
        .extracting(Bad::toString)
        .containsExactly(
            "a/(\\xA9.png (not_utf8: Its name in the archive is not UTF-8; rename the file (convmv"
                + " -t utf-8) and pack it again)");
  }

  @Test
  void whatAListGetsWrongIsNamed() throws Exception {
    String list = "gone.png,dog\n,dog\n1.png,\n1.png,dog,7\nnowhere://x/1.png,dog\n";
    Samples.put(directory, "list.csv", list.getBytes(StandardCharsets.UTF_8));

    Collected found = read(SourceFormat.CSV, directory.resolve("list.csv"));

    assertThat(found.images).isEmpty();
    assertThat(found.bad)
        .extracting(Bad::reason)
        .containsExactlyInAnyOrder(
            Bad.Reason.MISSING,
            Bad.Reason.MISSING,
            Bad.Reason.UNLABELLED,
            Bad.Reason.UNKNOWN_SPLIT,
            Bad.Reason.INACCESSIBLE);
    assertThat(found.bad)
        .extracting(Bad::toString)
        .anyMatch(s -> s.contains("gone.png (missing: There is no file file:"))
        .anyMatch(s -> s.contains("No split is called '7'"));
  }

  @Test
  void anIdxPairIsReadWithoutLoss() throws Exception {
    Samples.idx(directory, "train", 2, 0, 2, 1);
    Samples.idx(directory, "t10k", 200);

    Collected found = read(SourceFormat.AUTO, directory);

    assertThat(found.ids())
        .containsExactly(
            "train/000001", "train/000003", "train/000000", "train/000002", "test/000000");
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("0", "1", "2", "2", "200");
    ImageSettings same = new ImageSettings(12, 10, 1, false, ImageSettings.Fit.STRETCH);
    assertThat(new ImageDecoder(same, InputRule.UNIT, 1000).decode(found.images.get(1).encoded()))
        .isEqualTo(Samples.pixels(3));
  }

  @Test
  void idxFilesThatDoNotFitAreRefused() throws Exception {
    Samples.idx(directory, "train", 1, 2, 3);
    Path images = directory.resolve("train-images-idx3-ubyte.gz");
    Path labels = directory.resolve("train-labels-idx1-ubyte.gz");
    Samples.gzip(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1, 2});
    assertThatThrownBy(() -> read(SourceFormat.IDX, directory))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("holds 3 images and")
        .hasMessageContaining("2 labels");

    Samples.gzip(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1});
    assertThatThrownBy(() -> read(SourceFormat.IDX, directory))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("ends too early");

    Samples.gzip(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 1});
    Samples.gzip(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 7});
    assertThatThrownBy(() -> read(SourceFormat.IDX, directory))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("has 17 bytes (unpacked) where 1 images take 20");

    Files.delete(labels);
    assertThatThrownBy(() -> read(SourceFormat.IDX, directory))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("have no labels beside them");
  }

  @Test
  void aZipIsReadAndEntriesThatClimbAreBad() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data/a/1.png", Samples.png(1));
    entries.put("data/b/1.png", Samples.png(2));
    entries.put("../../evil/1.png", Samples.png(3));
    entries.put("/etc/evil/1.png", Samples.png(3));
    entries.put("__MACOSX/data/a/._1.png", new byte[3]);
    Path zip = Samples.zip(directory.resolve("images.zip"), entries);

    Collected found = read(SourceFormat.AUTO, zip);

    assertThat(found.ids()).containsExactly("data/a/1.png", "data/b/1.png");
    assertThat(found.images).extracting(Samples.Brought::className).containsExactly("a", "b");
    assertThat(found.images.get(1).encoded()).isEqualTo(Samples.png(2));
    assertThat(found.bad)
        .extracting(Bad::id)
        .containsExactlyInAnyOrder("../../evil/1.png", "/etc/evil/1.png");
    assertThat(found.bad).extracting(Bad::reason).containsOnly(Bad.Reason.UNSAFE_PATH);
    assertThat(found.ignored).isEqualTo(1);
  }

  @Test
  void whatIsNoZipIsNamed() throws Exception {
    Samples.put(directory, "images.zip", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> read(SourceFormat.AUTO, directory.resolve("images.zip")))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("images.zip as a zip archive")
        .hasMessageContaining("is it whole?");
  }

  @Test
  void omniglotIsTwoSplits() throws Exception {
    Samples.zip(
        directory.resolve("images_background.zip"),
        Map.of("images_background/Greek/character01/1.png", Samples.png(1)));
    Samples.zip(
        directory.resolve("images_evaluation.zip"),
        Map.of(
            "images_evaluation/Runes/character01/2.png", Samples.png(2),
            "images_evaluation/Oriya/character02/3.png", Samples.png(3)));

    Collected found = read(SourceFormat.AUTO, directory);

    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("Greek/character01", "Oriya/character02", "Runes/character01");
    assertThat(found.images)
        .extracting(Samples.Brought::split)
        .containsExactly(Split.TRAIN, Split.TEST, Split.TEST);
  }

  @Test
  void theRealOmniglotIsListedWhereItIsThere() throws Exception {
    Path real = Path.of(System.getProperty("anchorage.root"), "..", "shared", "data", "omniglot");
    assumeThat(Files.isDirectory(real)).isTrue();

    Source source = SourceFormat.AUTO.open(hadoop(real.normalize()), new Configuration());
    try (Listing listing =
        new Listing(LocalSpark.session(), source, hadoop(directory.resolve("copies")))) {
      assertThat(listing.summary().total().images()).isEqualTo(32_460);
      assertThat(listing.summary().classes()).hasSize(1_623);
    }
  }

  @Test
  void whatCannotBeToldIsAskedFor() throws Exception {
    Samples.put(directory, "list.dat", new byte[1]);

    assertThatThrownBy(() -> read(SourceFormat.AUTO, directory.resolve("list.dat")))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(
            "name its format: folders, csv, idx, zip, omniglot, tar, webdataset, parquet or");
    assertThatThrownBy(() -> read(SourceFormat.AUTO, directory.resolve("none")))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("There is nothing to import")
        .hasMessageContaining("none");
    assertThatThrownBy(() -> SourceFormat.of("rar"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "'rar'; use one of [auto, folders, csv, idx, zip, omniglot, tar, webdataset, parquet,");
    assertThat(List.of(SourceFormat.of("auto"), SourceFormat.of("zip")))
        .containsExactly(SourceFormat.AUTO, SourceFormat.ZIP);
    assertThat(SourceFormat.FOLDERS).hasToString("folders");
  }

  @Test
  void sourcesKnowTheirClassesBeforeTheyAreRead() throws Exception {
    Samples.put(directory, "in/train/a/1.png", Samples.png(1));
    Samples.put(directory, "in/val/b/1.png", Samples.png(2));
    Samples.put(directory, "in/test/a/2.png", Samples.png(3));
    Samples.idx(directory, "train", 2, 0, 2);
    Samples.idx(directory, "t10k", 200);

    assertClasses(SourceFormat.FOLDERS.open(hadoop(directory.resolve("in")), new Configuration()))
        .containsExactly(Set.of("a"), Set.of("b"), Set.of("a"));
    assertClasses(SourceFormat.IDX.open(hadoop(directory), new Configuration()))
        .containsExactly(Set.of("0", "2"), Set.of(), Set.of("200"));
    assertClasses(StrokeSource.of("strokes:train=2,test=1,items=1"))
        .containsExactly(
            Set.of("character-000000", "character-000001"), Set.of(), Set.of("character-000002"));
  }

  private static ListAssert<Set<String>> assertClasses(Source source) throws Exception {
    Set<ClassKey> found = Collected.from(source).summary.classes().keySet();
    List<Set<String>> classes = new ArrayList<>();
    for (Split split : Split.values()) {
      classes.add(
          found.stream()
              .filter(key -> key.split() == split)
              .map(ClassKey::className)
              .collect(Collectors.toSet()));
    }
    return assertThat(classes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size=7 | Cannot draw size=7: a character is 8 to 4096 pixels wide and high; write e.g. ",
        "size=5000 | Cannot draw size=5000: a character is 8 to 4096 pixels wide and high;",
        "size=4294967296 | Cannot draw size=4294967296: it must be at most 2147483647; write e.g. ",
        "train=3000000000 | Cannot draw train=3000000000: it must be at most 2147483647;",
        "train=2000000000,test=2000000000 | Cannot draw train=2000000000 and test=2000000000: together",
        "items=99999999999999999999 | Cannot read 'items=99999999999999999999' in strokes:",
        "train=-1 | Cannot draw -1 + 100 classes of 20 items; ask for at least one of each",
        "colour=1 | Cannot read 'colour=1' in strokes:colour=1; write e.g. strokes:train=400",
      })
  void drawingsThatCannotBeAreRefused(String words, String message) {
    assertThatThrownBy(() -> StrokeSource.of("strokes:" + words))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith(message.strip());
  }

  private static Collected read(SourceFormat format, Path path) throws Exception {
    return Collected.from(format.open(hadoop(path), new Configuration()));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path("file:" + path);
  }
}
