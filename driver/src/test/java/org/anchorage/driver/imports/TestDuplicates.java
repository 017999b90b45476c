/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.config.ImportSettings.Duplicates;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.corpus.WrittenItems;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images with the same bytes. */
class TestDuplicates {

  private static final int MANY = 100_000;

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path directory;

  @Test
  void theyAreCountedAndListed() throws Exception {
    put();

    ImportReport report = run(Duplicates.KEEP, MANY);

    assertThat(report.items()).isEqualTo(12);
    assertThat(report.duplicates()).isEqualTo(4);
    assertThat(report.conflicts()).isEqualTo(2);
    assertThat(report.dropped()).isZero();
    assertThat(report.notes())
        .contains(
            "4 images have the bytes of another, 2 of them in another class and 1 in another split:"
                + " test/b/t.png of b is train/a/0.png of a; train/b/copy.png of b is train/a/1.png of"
                + " a; train/a/again.png of a is train/a/1.png of a and others. duplicates.jsonl lists"
                + " all; import.duplicates says what becomes of them (all are kept)");
    List<String> lines = Files.readAllLines(directory.resolve("out/duplicates.jsonl"));
    assertThat(lines).hasSize(4);
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith(
                    "{\"id\":\"test/b/t.png\",\"class_name\":\"b\",\"split\":\"test\","
                        + "\"first_id\":\"train/a/0.png\",\"first_class_name\":\"a\","
                        + "\"first_split\":\"train\",\"sha256\":\""));
  }

  @ParameterizedTest
  @ValueSource(ints = {MANY, 3})
  void theFirstStaysIfLaterOnesAreDropped(int small) throws Exception {
    put();

    ImportReport report = run(Duplicates.DROP_LATER, small);

    assertThat(report.items()).isEqualTo(8);
    assertThat(report.dropped()).isEqualTo(4);
    Corpus corpus = Corpus.open(spark, target().toString());
    assertThat(WrittenItems.of(corpus))
        .extracting(item -> item.id())
        .containsExactly(
            "train/a/0.png",
            "train/a/1.png",
            "train/a/2.png",
            "train/a/3.png",
            "train/b/4.png",
            "train/b/5.png",
            "train/b/6.png",
            "train/b/7.png");
    assertThat(corpus.manifest().counts()).containsEntry("duplicates", 4L).containsEntry("bad", 0L);
    assertThat(corpus.manifest().settings()).containsEntry("import.duplicates", "drop-later");
  }

  @Test
  void conflictsAreRefused() throws Exception {
    put();

    assertThatThrownBy(() -> run(Duplicates.REFUSE_CONFLICTS, MANY))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith(
            "2 images have the bytes of an image of another class, and import.duplicates ="
                + " refuse-conflicts. The first: test/b/t.png of b is train/a/0.png of a;"
                + " train/b/copy.png of b is train/a/1.png of a. Remove all but one of each, or set");
    assertThat(directory.resolve("out")).doesNotExist();
    Files.delete(directory.resolve("in/test/b/t.png"));
    Files.delete(directory.resolve("in/train/b/copy.png"));
    assertThat(run(Duplicates.REFUSE_CONFLICTS, MANY).duplicates()).isEqualTo(2);
  }

  @Test
  void aSearchThatIsShuffledGivesTheSameFiles() throws Exception {
    put();
    for (Duplicates duplicates : List.of(Duplicates.KEEP, Duplicates.DROP_LATER)) {
      ImportReport one = run(duplicates, MANY);
      Path first = directory.resolve("first " + duplicates);
      Files.move(directory.resolve("out"), first);

      ImportReport other = run(duplicates, 3);

      assertThat(other.notes()).isEqualTo(one.notes());
      assertThat(Trees.of(directory.resolve("out"))).isEqualTo(Trees.of(first));
      Files.move(directory.resolve("out"), directory.resolve("second " + duplicates));
    }
  }

  @Test
  void aCorpusWithoutAnyHasAnEmptyList() throws Exception {
    Samples.put(directory, "in/a/1.png", Samples.png(1));

    assertThat(run(Duplicates.DROP_LATER, MANY).duplicates()).isZero();
    assertThat(directory.resolve("out/duplicates.jsonl")).isEmptyFile();
  }

  /** Two are copies within a class, one of them thrice; two are in another class. */
  private void put() throws Exception {
    for (int i = 0; i < 8; i++) {
      Samples.put(directory, "in/train/" + (i < 4 ? "a/" : "b/") + i + ".png", Samples.png(i));
    }
    Samples.put(directory, "in/train/a/again.png", Samples.png(1));
    Samples.put(directory, "in/train/b/copy.png", Samples.png(1));
    Samples.put(directory, "in/train/b/z.png", Samples.png(7));
    Samples.put(directory, "in/test/b/t.png", Samples.png(0));
  }

  private ImportReport run(Duplicates duplicates, int small) {
    ImportSettings settings = new ImportSettings(0, 100_000_000, 0, 400).with(duplicates);
    return new Importer(spark, settings, new Seed(1), TinyCorpus.quiet())
        .withSmall(small)
        .run(
            SourceFormat.FOLDERS.open(
                new org.apache.hadoop.fs.Path("file:" + directory.resolve("in")),
                new Configuration()),
            target(),
            WhenExists.REFUSE);
  }

  private org.apache.hadoop.fs.Path target() {
    return new org.apache.hadoop.fs.Path("file:" + directory.resolve("out"));
  }
}
