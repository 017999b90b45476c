/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.ItemTable;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.progress.ProgressStyle;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.hard.CentroidSums;
import org.anchorage.mining.hard.ClassMiner;
import org.anchorage.mining.hard.ConfusableClasses;
import org.anchorage.mining.hard.HardNegativeMiner;
import org.anchorage.mining.hard.MinedNegatives;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.Rejection;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.PartSize;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestMineStage {

  private static final int CLASSES = 7;
  private static final int IMAGES = 6;
  private static final int DIM = 4;

  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  /** Rows run class by class. */
  private static final List<Item> ITEMS = items();

  private static final Catalogue CATALOGUE = Catalogue.of(ITEMS);
  private static final Vectors VECTORS = vectors();
  private static final int[] ROWS = IntStream.range(0, CLASSES * IMAGES).toArray();

  @TempDir Path directory;

  @AfterEach
  void letCancelledTasksEnd() throws Exception {
    LocalSpark.awaitIdle();
  }

  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (int row = 0; row < CLASSES * IMAGES; row++) {
      String name = "c" + row / IMAGES;
      items.add(
          new Item(name + "/" + row % IMAGES, name, Split.TRAIN, "shard", 0, 1, 1, "00", Map.of()));
    }
    return items;
  }

  private static MineStage stage(String... words) {
    MineSettings settings = settings(words);
    return stage(settings, neighbours());
  }

  private static NeighbourStage neighbours() {
    return new NeighbourStage(
        SPARK, SearchKind.EXACT, SearchMemory.of(SPARK, MineSettings.MEMORY_MB, 64));
  }

  private static MineStage stage(MineSettings settings, NeighbourStage neighbours) {
    return new MineStage(
        LocalSpark.session(),
        settings,
        Map.of(),
        new MinedCorpus(
            CATALOGUE, () -> ItemTable.of(ITEMS), new Manifest.Parent("corpus", "here", "00")),
        new Seed(1),
        neighbours);
  }

  private org.apache.hadoop.fs.Path table() {
    return new org.apache.hadoop.fs.Path(directory.resolve("table").toUri());
  }

  private static MineSettings settings(String... words) {
    return SettingsReader.defaults()
        .with(List.of("mine.neighbours=30", "mine.rank-to=30", "mine.confusable=3"))
        .with(List.of(words))
        .settings()
        .mine();
  }

  private static Vectors vectors() {
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[CLASSES * IMAGES * DIM];
    for (int i = 0; i < values.length; i++) {
      int own = i / DIM / IMAGES;
      values[i] = (float) (Math.sin(own * (i % DIM + 1)) + 0.3 * random.nextDouble());
    }
    return new Vectors(DIM, values);
  }

  private VectorBlocks blocks() {
    return WrittenBlocks.of(VECTORS, directory.resolve("vectors/test/key"), 10);
  }

  private MinedTable mined(String... words) {
    return mined(stage(words)).table();
  }

  private Mined mined(MineStage stage) {
    return stage.run(
        blocks(), ROWS, MinedFrom.unknown(), table(), WhenExists.REPLACE, TinyCorpus.quiet());
  }

  /** What one search in all vectors finds, in the order of the table. */
  private static List<Row> slow(MineSettings settings) {
    MinedNegatives mined = slowly(settings);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < mined.rows().length; i++) {
      if (mined.rows()[i] >= 0) {
        rows.add(
            RowFactory.create(
                ITEMS.get(i / mined.negatives()).id(),
                i % mined.negatives(),
                ITEMS.get(mined.rows()[i]).id(),
                mined.similarities()[i],
                ITEMS.get(mined.positives()[i / mined.negatives()]).id(),
                mined.tally().positives()[i / mined.negatives()]));
      }
    }
    return rows;
  }

  private static MinedNegatives slowly(MineSettings settings) {
    try (NeighbourSearch all = SearchKind.EXACT.prepare(VECTORS.normalised())) {
      return new HardNegativeMiner(settings, CATALOGUE.labels(ROWS)).mine(all, 0, ROWS.length);
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "1, 5", "7, 9", "16, 50"})
  void theTableDoesNotDependOnBlocksAndParts(int queries, int rows) {
    MineSettings settings = settings("mining=instances");
    MinedNegatives slow = slowly(settings);
    for (NeighbourStage neighbours :
        List.of(
            new NeighbourStage(
                SPARK,
                SearchKind.EXACT,
                SearchMemory.of(SPARK, MineSettings.MEMORY_MB, 64),
                queries),
            neighbours().inParts(new PartSize(queries, rows)))) {
      Mined mined = mined(stage(settings, neighbours));
      assertThat(LocalSpark.session().read().parquet(table() + "/negatives").collectAsList())
          .isEqualTo(slow(settings));
      assertThat(mined.positiveScores()).isEqualTo(slow.tally().positiveStatistics());
      assertThat(mined.negativeScores()).isEqualTo(slow.tally().negativeStatistics());
      assertThat(mined.tally().rejected()).isEqualTo(slow.tally().rejected());
      assertThat(mined.tally().withTooFew()).isEqualTo(slow.tally().withTooFew());
      ConfusableClasses classes =
          new ClassMiner(3).mine(CentroidSums.of(VECTORS.normalised(), CATALOGUE.labels(ROWS)));
      for (int label = 0; label < CLASSES; label++) {
        assertThat(mined.table().confusable()[label]).isEqualTo(classes.confusableWith(label));
        assertThat(mined.table().similarities()[label]).isEqualTo(classes.similaritiesOf(label));
      }
    }
  }

  @Test
  void aBlockThatIsFinishedIsNotMinedAgainAndADamagedOneIs() throws IOException {
    MineSettings settings = settings();
    NeighbourStage neighbours =
        new NeighbourStage(
            SPARK, SearchKind.EXACT, SearchMemory.of(SPARK, MineSettings.MEMORY_MB, 64), 10);
    mined(stage(settings, neighbours));
    MinedPass pass = MinedPass.of(blocks(), CATALOGUE.labels(ROWS), settings, null, 10, "exact");
    Path first = Path.of(URI.create(pass.location())).resolve("part-00000.bin");
    FileTime then = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(first, then);
    Path second = first.resolveSibling("part-00001.bin");
    byte[] good = Files.readAllBytes(second);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(second, bad);
    assertThat(pass.open().find(1)).isNull();
    assertThatThrownBy(() -> pass.open().read(1))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The mined block "
                + pass.location()
                + "/part-00001.bin is damaged; delete it and mine again");
    mined(stage(settings, neighbours));
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(then);
    assertThat(Files.readAllBytes(second)).isEqualTo(good);
  }

  /** The table needs the blocks of the search, and the classes need the vectors. */
  @Test
  void aFailureBesideTheTableIsNotToldAsOneOfWriting() {
    VectorBlocks blocks = blocks();
    Progress.Factory losing =
        (stage, total, unit) ->
            new Progress() {
              @Override
              public void step(long done) {
                if (done == total) {
                  FileUtil.fullyDelete(Path.of(URI.create(blocks.path(0).toString())).toFile());
                }
              }

              @Override
              public void note(String note) {}

              @Override
              public void close() {}
            };
    assertThatThrownBy(
            () ->
                stage("mining=instances")
                    .run(blocks, ROWS, MinedFrom.unknown(), table(), WhenExists.REPLACE, losing))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith(
            "Cannot find the confusable classes of the mined vectors: There is no ")
        .hasMessageContaining("part-00000.vec; run the command that writes it again")
        .hasMessageEndingWith(". Mine again when this is mended: finished blocks stay");
    assertThat(directory.resolve("table")).doesNotExist();
  }

  @Test
  void aPlanByClassesReadsNoNegatives() throws IOException {
    MinedTable mined = mined();
    try (Stream<Path> files = Files.list(directory.resolve("table/negatives"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Affinity read = stage("mining=classes").affinity(table(), MineSettings.Mode.CLASSES);
    assertThat(((Affinity.Classes) read).confusable()).isDeepEqualTo(mined.confusable());
    assertThatThrownBy(() -> stage().affinity(table(), MineSettings.Mode.INSTANCES))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("found no such file");
  }

  @Test
  void aTableOfAnotherCorpusIsRefused() {
    mined();
    List<Item> fewer = ITEMS.subList(0, (CLASSES - 1) * IMAGES);
    MineStage other =
        new MineStage(
            LocalSpark.session(),
            settings(),
            Map.of(),
            new MinedCorpus(
                CATALOGUE, () -> ItemTable.of(fewer), new Manifest.Parent("corpus", "here", "00")),
            new Seed(1));
    assertThatThrownBy(() -> other.read(table()))
        .isInstanceOf(ArtifactException.class)
        .hasMessageMatching(
            "The mined table at .* names 'c6/[0-9]', which is not in the corpus; mine the corpus"
                + " that is trained on");
  }

  @Test
  void cellsThatAreAllProbedGiveTheExactTable() {
    Mined exact = mined(stage("mining=instances", "mine.search=exact"));
    Mined cells = mined(stage("mining=instances", "mine.search=cells", "mine.recall=1"));
    assertThat(cells.table()).usingRecursiveComparison().isEqualTo(exact.table());
    assertThat(cells.tally()).usingRecursiveComparison().isEqualTo(exact.tally());
    assertThat(cells.positives()).isEqualTo(exact.positives());
    assertThat(cells.negatives()).isEqualTo(exact.negatives());
    assertThat(cells.searched().inWords())
        .isEqualTo(
            "by cells: 7 cells, 6 probed by each image, recall 1.000 (1,260 of 1,260 neighbours of"
                + " a sample)");
    assertThat(exact.searched().inWords()).isEqualTo("exact");
  }

  @Test
  void theProgressLineAndTheRecordSayTheRecall() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Progress.Factory progress =
        ProgressStyle.LINES.factory(
            new PrintStream(lines, true, StandardCharsets.UTF_8), Clock.systemUTC());
    for (String search : List.of("cells", "exact")) {
      Mined mined =
          stage("mine.search=" + search, "mine.recall=1")
              .run(blocks(), ROWS, MinedFrom.unknown(), table(), WhenExists.REPLACE, progress);
      assertThat(mined.searched().record())
          .isEqualTo(
              search.equals("exact")
                  ? new MiningRecord.Search("exact", 0, 0, 1, 0)
                  : new MiningRecord.Search("cells", 7, 6, 1, 1260));
    }
    assertThat(lines.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("done")))
        .satisfiesExactly(
            cells ->
                assertThat(cells)
                    .contains(", table " + directory.getFileName() + "/table, recall 1.000 of")
                    .endsWith(", recall 1.000 of neighbours of other classes"),
            exact -> assertThat(exact).endsWith("/table").doesNotContain("recall"));
  }

  @Test
  void aPassThatFoundNoNegativesSaysWhy() {
    Mined mined = mined(stage("mining=classes"));
    assertThat(NoNegatives.of(mined)).isEmpty();
    Map<Rejection, Long> rejected = Map.of(Rejection.OUT_OF_WINDOW, 900L);
    assertThat(why(mined, rejected, 0))
        .isEqualTo(
            "no image has as many neighbours of other classes as mine.rank-from. Give a smaller one");
    assertThat(why(mined, Map.of(), 0))
        .isEqualTo("there are no images of other classes. Import more classes");
    assertThat(why(mined, Map.of(), 42)).startsWith("each of the images is alone in its class. ");
    rejected =
        Map.of(
            Rejection.OUT_OF_WINDOW, 900L,
            Rejection.NEAR_DUPLICATE, 10L,
            Rejection.FALSE_NEGATIVE, 1200L);
    assertThat(why(mined, rejected, 0))
        .isEqualTo(
            "1,200 of the 1,210 neighbours of other classes that were examined are about as near to"
                + " the anchor as its nearest positive (mine.relative-margin). The embedding tells"
                + " these classes apart too badly: train longer before mining, or give a smaller"
                + " mine.relative-margin");
    assertThat(why(mined, Map.of(Rejection.NEAR_DUPLICATE, 10L), 0))
        .startsWith("10 of the 10 neighbours ")
        .contains("the embedding has collapsed");
  }

  /** Returns the reason for a pass that kept nothing. */
  private static String why(Mined mined, Map<Rejection, Long> rejected, long alone) {
    float[] none = new float[0];
    MiningTally tally = new MiningTally(42, alone, 0, 0, rejected, none, none);
    Mined empty =
        new Mined(
            mined.table(),
            tally,
            mined.searched(),
            mined.positiveScores(),
            mined.negativeScores(),
            null);
    String said = NoNegatives.of(empty).orElseThrow();
    assertThat(said).startsWith("The table has no hard negatives: ");
    return said.substring("The table has no hard negatives: ".length());
  }

  @Test
  void aTableIsReadAsItWasMined() {
    MinedTable mined = mined("mining=instances");
    MinedTable read = stage().read(table());
    assertThat(read.confusable()).isDeepEqualTo(mined.confusable());
    assertThat(read.similarities()).isDeepEqualTo(mined.similarities());
    assertThat(read.negatives().anchors()).isEqualTo(mined.negatives().anchors()).isNotEmpty();
    assertThat(read.negatives().starts()).isEqualTo(mined.negatives().starts());
    assertThat(read.negatives().rows()).isEqualTo(mined.negatives().rows());
    assertThat(read.masses()).isEqualTo(mined.masses()).hasSize(CLASSES);
    assertThat(mined.confusable()[0]).hasSize(3);
  }

  /** The five nearest of an image are those of its own class. */
  @Test
  void classesLargerThanTheNeighboursLeaveEveryImageItsNegatives() {
    MinedTable mined =
        mined("mining=instances", "mine.neighbours=3", "mine.rank-to=3", "mine.negatives=1");
    HardNegatives negatives = mined.negatives();
    assertThat(negatives.anchors()).hasSize(CLASSES * IMAGES);
    for (int i = 0; i < negatives.anchors().length; i++) {
      assertThat(negatives.of(i)).hasSize(1);
      assertThat(negatives.of(i)[0] / IMAGES).isNotEqualTo(negatives.anchors()[i] / IMAGES);
    }
  }

  @Test
  void massesAreSumsOfSimilarities() {
    MinedTable table =
        new MinedTable(
            new int[][] {{1, 2}, {0, 2}, {}},
            new float[][] {{0.75f, 0.5f}, {0.75f, -0.5f}, {}},
            HardNegatives.none());
    assertThat(table.masses()).containsExactly(new double[] {1.25, 0.75, 0}, within(1e-12));
    assertThat(table.affinity(MineSettings.Mode.CLASSES).masses()).isEqualTo(table.masses());
    assertThat(table.affinity(MineSettings.Mode.INSTANCES).masses()).isEqualTo(table.masses());
    assertThat(table.affinity(MineSettings.Mode.NONE).masses()).isEmpty();
  }

  @Test
  void aTableIsGivenToTheFirstEpoch() {
    MinedTable mined = mined();
    Affinity given = stage("mining=classes", "mine.table=" + table()).given();
    assertThat(((Affinity.Classes) given).confusable()).isDeepEqualTo(mined.confusable());
    assertThat(stage("mining=classes").given()).isEqualTo(new Affinity.None());
  }
}
