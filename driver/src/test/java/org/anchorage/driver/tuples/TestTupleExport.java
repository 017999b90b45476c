/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.ItemTable;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.MinedCorpus;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.hard.ScoreStatistics;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTupleExport {

  private static final int CLASSES = 6;
  private static final int IMAGES = 5;

  /** What a careless writer of CSV trips over. */
  private static final List<String> NASTY =
      List.of("a,b", "say \"a\"", "two\nlines", " blanks ", "#ha\rsh");

  /** Six classes of five images, and a seventh of one. */
  private static final List<Item> ITEMS =
      IntStream.rangeClosed(0, CLASSES * IMAGES)
          .mapToObj(
              row ->
                  new Item(
                      "c" + row / IMAGES + "/" + NASTY.get(row % IMAGES),
                      "c" + row / IMAGES,
                      Split.TRAIN,
                      "shard",
                      0,
                      1,
                      1,
                      "00",
                      Map.of()))
          .toList();

  private final SparkSession session = LocalSpark.session();

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(new org.apache.hadoop.fs.Path(directory.toUri()), name);
  }

  @BeforeEach
  void mine() {
    mine("table", ITEMS, new Manifest.Parent("corpus", "here", "00"));
  }

  private void mine(String table, List<Item> items, Manifest.Parent corpus) {
    SplittableRandom random = new Seed(7).generator();
    float[] values = new float[items.size() * 4];
    for (int i = 0; i < values.length; i++) {
      double centre = Math.sin(items.get(i / 4).className().hashCode() * (i % 4 + 1));
      values[i] = (float) (centre + random.nextDouble(-0.6, 0.6));
    }
    new MineStage(
            session,
            SettingsReader.defaults()
                .with(List.of("mine.neighbours=12", "mine.rank-to=12", "mine.negatives=3"))
                .settings()
                .mine(),
            Map.of(),
            new MinedCorpus(Catalogue.of(items), () -> ItemTable.of(items), corpus),
            new Seed(1))
        .run(
            WrittenBlocks.of(new Vectors(4, values), directory.resolve("vectors/" + table), 10),
            IntStream.range(0, items.size()).toArray(),
            MinedFrom.unknown(),
            path(table),
            WhenExists.REFUSE,
            TinyCorpus.quiet());
  }

  private TupleExport.Exported export(
      String to, TupleForm form, TupleFormat format, int negatives, Extra... extras) {
    return new TupleExport(session, new TupleOptions(form, format, negatives, Set.of(extras)))
        .write(path("table"), path(to), WhenExists.REFUSE);
  }

  /** Returns the rows of files of Parquet in the order of the files' names, and in theirs. */
  private List<List<Object>> parquet(String export) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (Path file : files(export)) {
      for (Row row : session.read().parquet(file.toUri().toString()).collectAsList()) {
        rows.add(values(row));
      }
    }
    return rows;
  }

  private static List<Object> values(Row row) {
    return IntStream.range(0, row.length()).mapToObj(row::get).toList();
  }

  private List<Path> files(String export) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(export).resolve("tuples"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  /** The rows of the mined table by anchor, in the order of ids and ranks. */
  private Map<String, List<Row>> byAnchor() {
    Map<String, List<Row>> anchors = new TreeMap<>();
    session.read().parquet(path("table/negatives").toString()).collectAsList().stream()
        .sorted(Comparator.comparing(row -> row.getInt(1)))
        .forEach(row -> anchors.computeIfAbsent(row.getString(0), a -> new ArrayList<>()).add(row));
    return anchors;
  }

  @Test
  void tripletsAreTheRowsOfTheTable() throws IOException {
    TupleExport.Exported exported = export("out", TupleForm.TRIPLETS, TupleFormat.PARQUET, 0);
    List<List<Object>> expected = new ArrayList<>();
    byAnchor()
        .values()
        .forEach(
            rows ->
                rows.forEach(
                    row ->
                        expected.add(
                            List.of(row.getString(0), row.getString(4), row.getString(2)))));
    assertThat(parquet("out")).isEqualTo(expected).isNotEmpty();
    assertThat(session.read().parquet(path("out/tuples").toString()).columns())
        .containsExactly("anchor", "positive", "negative");
    assertThat(exported.anchors()).isEqualTo(byAnchor().size());
    assertThat(exported.alone()).isEqualTo(1);
    assertThat(exported.leftOut()).isEqualTo(CLASSES * IMAGES - byAnchor().size());
    assertThat(exported.files()).isEqualTo(path("out/tuples") + "/*.parquet");
    for (List<Object> triplet : expected) {
      String own = triplet.get(0).toString().substring(0, 2);
      assertThat(triplet.get(1).toString()).startsWith(own).isNotEqualTo(triplet.get(0));
      assertThat(triplet.get(2).toString()).doesNotStartWith(own);
    }
    Manifest manifest =
        new Artifacts(session.sparkContext().hadoopConfiguration())
            .verify(path("out"), TupleExport.KIND, 1);
    assertThat(manifest.parents().get(0).location()).isEqualTo(path("table").toString());
    assertThat(manifest.counts())
        .containsEntry("anchors", exported.anchors())
        .containsEntry("negatives", (long) expected.size())
        .containsEntry("alone_in_class", 1L);
  }

  @Test
  void nTuplesHaveTheirNegativesSideBySide() throws IOException {
    TupleExport.Exported exported =
        export("out", TupleForm.N_TUPLES, TupleFormat.PARQUET, 2, Extra.SCORES);
    List<List<Object>> expected = new ArrayList<>();
    for (List<Row> rows : byAnchor().values()) {
      if (rows.size() >= 2) {
        Row first = rows.get(0);
        Row second = rows.get(1);
        expected.add(
            List.of(
                first.getString(0),
                first.getString(4),
                first.getString(2),
                second.getString(2),
                first.getFloat(5),
                first.getFloat(3),
                second.getFloat(3)));
      }
    }
    assertThat(parquet("out")).isEqualTo(expected).isNotEmpty();
    assertThat(session.read().parquet(path("out/tuples").toString()).columns())
        .containsExactly(
            "anchor",
            "positive",
            "negative_1",
            "negative_2",
            "positive_similarity",
            "negative_1_similarity",
            "negative_2_similarity");
    assertThat(exported.anchors()).isEqualTo(expected.size());
    assertThat(exported.leftOut()).isEqualTo(CLASSES * IMAGES - expected.size());
    assertThat(exported.statistics().negative().count()).isEqualTo(2L * expected.size());
  }

  @Test
  void pairsAreLabelled() throws IOException {
    export("out", TupleForm.LABELLED_PAIRS, TupleFormat.PARQUET, 0, Extra.SCORES);
    List<List<Object>> expected = new ArrayList<>();
    for (List<Row> rows : byAnchor().values()) {
      Row first = rows.get(0);
      expected.add(List.of(first.getString(0), first.getString(4), 1, first.getFloat(5)));
      rows.forEach(
          row -> expected.add(List.of(row.getString(0), row.getString(2), 0, row.getFloat(3))));
    }
    assertThat(parquet("out")).isEqualTo(expected);
    assertThat(session.read().parquet(path("out/tuples").toString()).columns())
        .containsExactly("anchor", "candidate", "label", "similarity");
  }

  /** Read by a parser of RFC 4180. */
  @Test
  void csvHoldsTheSameWhateverTheIds() throws IOException {
    for (TupleForm form : TupleForm.values()) {
      export("parquet-" + form, form, TupleFormat.PARQUET, 2);
      export("csv-" + form, form, TupleFormat.CSV, 2);
      List<List<String>> read = new ArrayList<>();
      CsvParserSettings settings = new CsvParserSettings();
      settings.trimValues(false);
      settings.setIgnoreLeadingWhitespaces(false);
      settings.setIgnoreTrailingWhitespaces(false);
      settings.setNormalizeLineEndingsWithinQuotes(false);
      settings.getFormat().setComment('\0');
      settings.getFormat().setLineSeparator("\n");
      for (Path file : files("csv-" + form)) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (String[] row : new CsvParser(settings).parseAll(new java.io.StringReader(text))) {
          read.add(List.of(row));
        }
      }
      List<String> columns =
          List.of(session.read().parquet(path("parquet-" + form + "/tuples").toString()).columns());
      assertThat(read.get(0)).isEqualTo(columns);
      assertThat(read.subList(1, read.size()))
          .isEqualTo(
              parquet("parquet-" + form).stream()
                  .map(row -> row.stream().map(Object::toString).toList())
                  .toList());
    }
  }

  @Test
  void statisticsAreThoseOfAllScores() throws IOException {
    TupleExport.Exported exported = export("out", TupleForm.TRIPLETS, TupleFormat.PARQUET, 0);
    List<Float> positives = new ArrayList<>();
    List<Float> negatives = new ArrayList<>();
    List<Float> differences = new ArrayList<>();
    for (List<Row> rows : byAnchor().values()) {
      positives.add(rows.get(0).getFloat(5));
      for (Row row : rows) {
        negatives.add(row.getFloat(3));
        differences.add(row.getFloat(5) - row.getFloat(3));
      }
    }
    List<ScoreStatistics> slow =
        Stream.of(positives, negatives, differences).map(TestTupleExport::statistics).toList();
    List<String> lines = exported.statistics().lines();
    assertThat(lines.get(0)).isEqualTo("Metric       Positive       Negative     Difference");
    assertThat(lines.get(1))
        .isEqualTo(
            String.format(
                "Count  %14s %14s %14s", positives.size(), negatives.size(), differences.size()));
    assertThat(lines.get(2)).isEqualTo(line("Mean  ", slow, ScoreStatistics::mean));
    assertThat(lines.get(5)).isEqualTo(line("Min   ", slow, ScoreStatistics::min));
    assertThat(lines.get(6)).isEqualTo(line("25%   ", slow, ScoreStatistics::quarter));
    assertThat(lines.get(7)).isEqualTo(line("50%   ", slow, ScoreStatistics::median));
    assertThat(lines.get(8)).isEqualTo(line("75%   ", slow, ScoreStatistics::threeQuarters));
    assertThat(lines.get(9)).isEqualTo(line("Max   ", slow, ScoreStatistics::max));
    assertThat(lines).hasSize(10);
    assertThat(Files.readAllLines(directory.resolve("out/statistics.txt"))).isEqualTo(lines);
    assertThat(Files.readString(directory.resolve("out/statistics.json")))
        .startsWith("{\"positive\":{\"count\":" + positives.size() + ",\"mean\":");
  }

  private static ScoreStatistics statistics(List<Float> scores) {
    float[] values = new float[scores.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores.get(i);
    }
    return ScoreStatistics.of(values);
  }

  private static String line(
      String name,
      List<ScoreStatistics> of,
      java.util.function.ToDoubleFunction<ScoreStatistics> figure) {
    return String.format(
        "%s %14.4f %14.4f %14.4f",
        name,
        figure.applyAsDouble(of.get(0)),
        figure.applyAsDouble(of.get(1)),
        figure.applyAsDouble(of.get(2)));
  }

  @Test
  void classesComeFromTheCorpus() {
    Corpus corpus = Corpus.open(session, TinyCorpus.location());
    List<Item> items =
        corpus.items().filter("split = 'train'").orderBy("row").collectAsList().stream()
            .map(
                row ->
                    new Item(
                        row.getAs("id"),
                        row.getAs("class_name"),
                        Split.TRAIN,
                        "shard",
                        0,
                        1,
                        1,
                        "00",
                        Map.of()))
            .toList();
    String print = corpus.manifest().fingerprint();
    mine("other", items, new Manifest.Parent("corpus", TinyCorpus.location(), print));
    mine("strange", items, new Manifest.Parent("corpus", TinyCorpus.location(), "11"));
    TupleExport export =
        new TupleExport(
            session,
            new TupleOptions(TupleForm.TRIPLETS, TupleFormat.PARQUET, 0, Set.of(Extra.CLASSES)));
    export.write(path("other"), path("out"), WhenExists.REFUSE);
    List<Row> rows = session.read().parquet(path("out/tuples").toString()).collectAsList();
    assertThat(rows).isNotEmpty();
    for (Row row : rows) {
      assertThat(row.getString(0)).startsWith(row.<String>getAs("anchor_class") + "/");
      assertThat(row.getString(2)).startsWith(row.<String>getAs("negative_class") + "/");
    }
    assertThatThrownBy(() -> export.write(path("strange"), path("o"), WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The corpus at "
                + TinyCorpus.location()
                + " is not the one that the table at "
                + path("strange")
                + " was mined from; restore it, or leave out --with classes");
  }

  @Test
  void whatCannotBeExportedIsRefused() throws IOException {
    assertThatThrownBy(() -> export("out", TupleForm.N_TUPLES, TupleFormat.CSV, 4))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "No image of the mined table at "
                + path("table")
                + " has 4 hard negatives; give --negatives 3 or less, or mine with a larger"
                + " mine.negatives");
    Files.createDirectories(directory.resolve("out"));
    assertThatThrownBy(() -> export("out", TupleForm.TRIPLETS, TupleFormat.CSV, 0))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("something is there already");
    assertThatThrownBy(() -> TupleForm.named("quads"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("use one of triplets, n-tuples, labelled-pairs");
    mine("labelled", ITEMS, new Manifest.Parent("vectors", "here", ""));
    mine("none", List.of(ITEMS.get(0), ITEMS.get(5)), new Manifest.Parent("corpus", "here", ""));
    TupleOptions options =
        new TupleOptions(TupleForm.TRIPLETS, TupleFormat.CSV, 0, Set.of(Extra.CLASSES));
    TupleExport export = new TupleExport(session, options);
    assertThatThrownBy(() -> export.write(path("labelled"), path("no"), WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The mined table at "
                + path("labelled")
                + " was made from vectors and not from a corpus, so names of classes are not known;"
                + " leave out --with classes");
    assertThatThrownBy(() -> export.write(path("none"), path("no"), WhenExists.REFUSE))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The mined table at "
                + path("none")
                + " has no hard negatives, so there is nothing to export; mine with a smaller"
                + " mine.relative-margin or more mine.neighbours");
    assertThat(directory.resolve("no")).doesNotExist();
  }
}
