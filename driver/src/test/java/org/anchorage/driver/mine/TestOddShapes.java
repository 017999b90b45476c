/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.ItemTable;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.hard.Duplicates;
import org.anchorage.mining.hard.HardNegativeMiner;
import org.anchorage.mining.hard.MinedNegatives;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mining of corpora and vectors as nobody wants them. */
class TestOddShapes {

  private static final int DIM = 5;

  @TempDir Path directory;

  /** What a search by cells is given, so that it finds all. */
  private static final List<String> CELLS = List.of("mine.search=cells", "mine.recall=1");

  private static Vectors random(int count) {
    SplittableRandom random = new Seed(3).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return new Vectors(DIM, values);
  }

  private static Vectors equal(int count) {
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + i % DIM;
    }
    return new Vectors(DIM, values);
  }

  private static Vectors zerosAmong(int count) {
    Vectors vectors = random(count);
    for (int i = 0; i < count; i += 3) {
      java.util.Arrays.fill(vectors.values(), i * DIM, (i + 1) * DIM, 0);
    }
    return vectors;
  }

  private static List<Item> items(int count, IntUnaryOperator classOf) {
    return IntStream.range(0, count)
        .mapToObj(
            row -> {
              String name = "c%04d".formatted(classOf.applyAsInt(row));
              return new Item(
                  name + "/" + row, name, Split.TRAIN, "shard", 0, 1, 1, "00", Map.of());
            })
        .toList();
  }

  private static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("one class", items(40, row -> 0), random(40)),
        Arguments.of("two classes of an image", items(2, row -> row), random(2)),
        Arguments.of("one class of two images", items(2, row -> 0), random(2)),
        Arguments.of("two images and one", items(3, row -> row / 2), random(3)),
        Arguments.of("classes of an image", items(50, row -> row), random(50)),
        Arguments.of("half in one class", items(400, row -> Math.max(0, row - 200)), random(400)),
        Arguments.of("all equal", items(200, row -> row / 50), equal(200)),
        Arguments.of("one class, all equal", items(60, row -> 0), equal(60)),
        Arguments.of("zeros among them", items(90, row -> row / 9), zerosAmong(90)),
        Arguments.of("all zero", items(60, row -> row / 6), new Vectors(DIM, new float[60 * DIM])),
        Arguments.of("classes in no order", items(150, row -> row * 7 % 11), random(150)));
  }

  private static MineSettings settings(List<String> words) {
    return SettingsReader.defaults()
        .with(List.of("mine.neighbours=10000", "mine.rank-to=10000", "mine.negatives=7"))
        .with(words)
        .settings()
        .mine();
  }

  private MineStage stage(List<Item> items, List<String> words) {
    return new MineStage(
        LocalSpark.session(),
        settings(words),
        Map.of(),
        new MinedCorpus(
            Catalogue.of(items),
            () -> ItemTable.of(items),
            new Manifest.Parent("corpus", "here", "00")),
        new Seed(1));
  }

  private Mined mined(List<Item> items, Vectors vectors, List<String> words) {
    return stage(items, words)
        .run(
            WrittenBlocks.of(vectors, directory.resolve("vectors/test/key"), 10),
            IntStream.range(0, items.size()).toArray(),
            MinedFrom.unknown(),
            new org.apache.hadoop.fs.Path(directory.resolve("table").toUri()),
            WhenExists.REPLACE,
            TinyCorpus.quiet());
  }

  private List<Row> table() {
    return LocalSpark.session()
        .read()
        .parquet(directory.resolve("table/negatives").toUri().toString())
        .collectAsList();
  }

  private static List<Row> slow(List<Item> items, Vectors vectors, List<String> words) {
    MineSettings settings = settings(words);
    int[] labels = Catalogue.of(items).labels(IntStream.range(0, items.size()).toArray());
    MinedNegatives mined;
    try (NeighbourSearch all = SearchKind.EXACT.prepare(vectors.normalised())) {
      mined =
          new HardNegativeMiner(settings, labels, Duplicates.over(settings.duplicates()))
              .mine(all, 0, items.size());
    }
    float[] positives = new float[items.size()];
    int next = 0;
    for (int i = 0; i < positives.length; i++) {
      positives[i] = mined.positives()[i] < 0 ? Float.NaN : mined.tally().positives()[next++];
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < mined.rows().length; i++) {
      int anchor = i / mined.negatives();
      if (mined.rows()[i] >= 0) {
        rows.add(
            RowFactory.create(
                items.get(anchor).id(),
                i % mined.negatives(),
                items.get(mined.rows()[i]).id(),
                mined.similarities()[i],
                items.get(mined.positives()[anchor]).id(),
                positives[anchor]));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void bothSearchesFindWhatAFullSortDoes(String name, List<Item> items, Vectors vectors)
      throws IOException {
    for (List<String> words :
        List.of(
            List.of("mine.search=exact"),
            List.of("mine.search=exact", "mine.memory-mb=60"),
            CELLS,
            List.of("mine.search=cells", "mine.recall=1", "mine.memory-mb=1"))) {
      Mined mined = mined(items, vectors, words);
      assertThat(table()).as(name + words).isEqualTo(slow(items, vectors, words));
      assertThat(mined.tally().kept()).isEqualTo(table().size());
      assertThat(mined.tally().anchors()).isEqualTo(items.size());
      requireNumbers(
          new ObjectMapper().readTree(directory.resolve("table/statistics.json").toFile()));
      stage(items, words).read(new org.apache.hadoop.fs.Path(directory.resolve("table").toUri()));
    }
  }

  /** No figure is written as a word. */
  private static void requireNumbers(JsonNode json) {
    for (String scores : List.of("positives", "negatives")) {
      json.path(scores)
          .fields()
          .forEachRemaining(
              figure ->
                  assertThat(figure.getValue().isNumber() || figure.getValue().isNull())
                      .as(scores + ": " + figure)
                      .isTrue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void aLowRecallGivesATable(String name, List<Item> items, Vectors vectors) {
    Mined mined = mined(items, vectors, List.of("mine.search=cells", "mine.recall=0.01"));
    assertThat(table()).as(name).hasSize((int) mined.tally().kept());
    assertThat(mined.searched().share()).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aVectorThatIsNoNumberIsRefused(List<String> words) throws IOException {
    List<Item> items = items(90, row -> row / 9);
    Vectors vectors = random(90);
    vectors.values()[33 * DIM + 2] = Float.NaN;
    assertThatThrownBy(() -> mined(items, vectors, words))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Vector 33 is not finite or is over 10^17 long, so distances to it mean nothing; look"
                + " for a training run that diverged");
    assertThat(directory.resolve("table")).doesNotExist();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsOnly("vectors");
    }
  }

  private static Stream<List<String>> searches() {
    return Stream.of(List.of("mine.search=exact"), CELLS);
  }

  @Test
  void oneImageIsRefused() {
    List<Item> one = items(1, row -> row);
    for (List<String> words : List.of(List.of("mine.search=exact"), CELLS)) {
      assertThatThrownBy(() -> mined(one, random(1), words))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot mine among 1 images: an image needs at least one other; import more images"
                  + " with the split train");
    }
  }
}
