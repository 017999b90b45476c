/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.ItemTable;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.neighbours.PartSize;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestTurns {

  private static final int COUNT = 61;
  private static final int DIM = 4;
  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  /** Ten classes of six images, and one of one. */
  private static final List<Item> ITEMS =
      IntStream.range(0, COUNT)
          .mapToObj(
              row ->
                  new Item(
                      "c%02d/%d".formatted(row / 6, row % 6),
                      "c%02d".formatted(row / 6),
                      Split.TRAIN,
                      "shard",
                      0,
                      1,
                      1,
                      "00",
                      Map.of()))
          .toList();

  private static final int[] ROWS = IntStream.range(0, COUNT).toArray();

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(new org.apache.hadoop.fs.Path(directory.toUri()), name);
  }

  /** Vectors of one checkpoint. */
  private VectorBlocks vectors(long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[COUNT * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sin(i / DIM / 6 * (i % DIM + 1)) + random.nextDouble(-0.5, 0.5));
    }
    return WrittenBlocks.of(new Vectors(DIM, values), directory.resolve("vectors/" + seed), 10);
  }

  private static NeighbourStage exact() {
    return new NeighbourStage(SPARK, SearchKind.EXACT, memory());
  }

  private static SearchMemory memory() {
    return SearchMemory.of(SPARK, MineSettings.MEMORY_MB, 64);
  }

  private Mined mine(String table, long seed, String before, String... words) {
    return mine(exact(), Map.of("mine.negatives", "5"), table, seed, before, words);
  }

  private Mined mine(
      NeighbourStage neighbours,
      Map<String, String> written,
      String table,
      long seed,
      String before,
      String... words) {
    MineSettings settings =
        SettingsReader.defaults()
            .with(List.of("mining=instances", "mine.neighbours=40", "mine.rank-to=40"))
            .with(List.of("mine.recall=1", "mine.refresh=0.25"))
            .with(List.of(words))
            .settings()
            .mine();
    return new MineStage(
            LocalSpark.session(),
            settings,
            written,
            new MinedCorpus(
                Catalogue.of(ITEMS),
                () -> ItemTable.of(ITEMS),
                new Manifest.Parent("corpus", "here", "00")),
            new Seed(1),
            neighbours)
        .run(
            vectors(seed),
            ROWS,
            MinedFrom.unknown(),
            before.isEmpty() ? null : path(before),
            path(table),
            WhenExists.REFUSE,
            TinyCorpus.quiet());
  }

  private List<Row> rows(String table) {
    return LocalSpark.session().read().parquet(path(table) + "/negatives").collectAsList();
  }

  private Manifest manifest(String table) {
    return new Artifacts(SPARK.hadoopConfiguration())
        .verify(path(table), MinedStore.KIND, MinedStore.FORMAT);
  }

  private static int row(Row of) {
    return IntStream.of(ROWS)
        .filter(row -> ITEMS.get(row).id().equals(of.getString(0)))
        .findFirst()
        .orElseThrow();
  }

  /** Takes the rows of a table whose anchors have their turn, and the others of another. */
  private List<Row> mixed(String turns, String others, int remainder) {
    List<Row> turn = rows(turns);
    List<Row> other = rows(others);
    List<Row> both = new ArrayList<>();
    for (int anchor : ROWS) {
      (anchor % 4 == remainder ? turn : other)
          .stream().filter(one -> row(one) == anchor).forEach(both::add);
    }
    return both;
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "cells"})
  void aPassSeeksForAShareAndAfterAllTurnsForAll(String search) {
    String how = "mine.search=" + search;
    mine("all-1", 1, "", how, "mine.refresh=1");
    mine("all-2", 2, "", how, "mine.refresh=1");
    mine("pass-0", 1, "", how);
    assertThat(rows("pass-0")).isEqualTo(rows("all-1"));
    Mined first = mine("pass-1", 2, "pass-0", how);
    assertThat(first.before()).isEqualTo(path("pass-0"));
    assertThat(first.tally().anchors()).isEqualTo(15);
    assertThat(rows("pass-1"))
        .isEqualTo(mixed("all-2", "all-1", 1))
        .isNotEqualTo(rows("all-1"))
        .isNotEqualTo(rows("all-2"));
    mine("pass-2", 2, "pass-1", how);
    mine("pass-3", 2, "pass-2", how);
    Mined last = mine("pass-4", 2, "pass-3", how);
    assertThat(rows("pass-4")).isEqualTo(rows("all-2"));

    Manifest manifest = manifest("pass-4");
    assertThat(manifest.counts())
        .containsEntry("pass", 4L)
        .containsEntry("searched", 16L)
        .containsEntry("anchors", (long) COUNT)
        .containsEntry("without_positive", 1L)
        .containsEntry("negatives", (long) rows("all-2").size());
    assertThat(manifest.parents())
        .containsExactly(
            new Manifest.Parent("corpus", "here", "00"),
            new Manifest.Parent(
                "mined", path("pass-3").toString(), manifest("pass-3").fingerprint()));
    Mined whole = mine("again", 2, "", how, "mine.refresh=1");
    assertThat(whole.before()).isNull();
    assertThat(last.table()).usingRecursiveComparison().isEqualTo(whole.table());
    assertThat(manifest("again").counts()).doesNotContainKeys("pass", "searched");
  }

  @Test
  void theTableDependsNeitherOnBlocksNorOnParts() {
    mine("pass-0", 1, "");
    mine("pass-1", 2, "pass-0");
    int number = 0;
    for (NeighbourStage neighbours :
        List.of(
            new NeighbourStage(SPARK, SearchKind.EXACT, memory(), 4),
            exact().inParts(new PartSize(7, 9)))) {
      String table = "other-" + number++;
      mine(neighbours, Map.of("mine.negatives", "5"), table, 2, "pass-0");
      assertThat(rows(table)).isEqualTo(rows("pass-1"));
    }
  }

  @Test
  void aTurnThatWasStoppedGoesOn() throws IOException {
    mine("pass-0", 1, "");
    mine("pass-1", 2, "pass-0");
    int[] anchors = IntStream.of(ROWS).filter(row -> row % 4 == 1).toArray();
    MineSettings settings =
        SettingsReader.defaults()
            .with(List.of("mine.neighbours=40", "mine.rank-to=40"))
            .settings()
            .mine();
    MinedPass pass =
        MinedPass.of(
            vectors(2),
            Catalogue.of(ITEMS).labels(ROWS),
            settings,
            anchors,
            NeighbourStage.QUERIES_A_TASK,
            "exact");
    Path block = Path.of(URI.create(pass.location())).resolve("part-00000.bin");
    FileTime then = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(block, then);
    mine("again", 2, "pass-0");
    assertThat(Files.getLastModifiedTime(block)).isEqualTo(then);
    assertThat(rows("again")).isEqualTo(rows("pass-1"));
  }

  @Test
  void aTableThatDoesNotFitIsNotGoneOnWith() throws IOException {
    mine("all-2", 2, "", "mine.refresh=1");
    mine("pass-0", 1, "");
    Map<String, String> others = Map.of("mine.negatives", "6");
    assertThat(mine(exact(), others, "settings", 2, "pass-0").tally().anchors()).isEqualTo(COUNT);
    assertThat(mine("missing", 2, "nowhere").tally().anchors()).isEqualTo(COUNT);
    try (var files = Files.list(directory.resolve("pass-0/negatives"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.write(file, new byte[] {1});
      }
    }
    assertThat(mine("damaged", 2, "pass-0").tally().anchors()).isEqualTo(COUNT);
    for (String table : List.of("settings", "missing", "damaged")) {
      assertThat(rows(table)).isEqualTo(rows("all-2"));
      assertThat(manifest(table).counts()).containsEntry("pass", 0L);
    }
  }
}
