/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.mining.hard.CentroidSums;
import org.anchorage.mining.hard.ClassMiner;
import org.anchorage.mining.hard.ConfusableClasses;
import org.anchorage.mining.hard.HardNegativeMiner;
import org.anchorage.mining.hard.MinedNegatives;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Mines the training vectors of a corpus, and reads mined tables. */
public final class MineStage {

  private final NeighbourStage neighbours;
  private final MinedStore store;
  private final MineSettings settings;
  private final Map<String, String> written;
  private final Catalogue catalogue;
  private final Manifest.Parent corpus;

  /**
   * Creates the stage.
   *
   * @param written the run's settings, for the manifest
   * @param catalogue of the corpus that is mined
   * @param corpus the corpus as a parent of the table
   */
  public MineStage(
      SparkSession session,
      MineSettings settings,
      Map<String, String> written,
      Catalogue catalogue,
      Manifest.Parent corpus) {
    this.neighbours =
        new NeighbourStage(
            JavaSparkContext.fromSparkContext(session.sparkContext()), SearchKind.EXACT);
    this.store = new MinedStore(session, catalogue);
    this.settings = settings;
    this.written = written;
    this.catalogue = catalogue;
    this.corpus = corpus;
  }

  /**
   * Creates the stage of a run, on the run's own corpus.
   *
   * @param written the run's settings, for the manifest
   */
  public static MineStage of(OpenRun run, Map<String, String> written) {
    return new MineStage(
        run.session(), run.settings().mine(), written, run.catalogue(), run.parent());
  }

  /**
   * Mines and writes the table.
   *
   * @param vectors of the rows, normalised or not; similarities are cosines either way
   * @param rows of the catalogue, at least two, ascending
   * @param target where the table will lie
   * @param when what happens if there is a table already
   * @param progress shows how many anchors are done
   * @throws ArtifactException if the table cannot be written
   */
  public Mined run(
      Vectors vectors, int[] rows, Path target, WhenExists when, Progress.Factory progress) {
    try (Progress bar = progress.start("mine", rows.length, "images")) {
      return run(vectors, rows, target, when, bar::step);
    }
  }

  private Mined run(Vectors vectors, int[] rows, Path target, WhenExists when, LongConsumer done) {
    int[] labels = catalogue.labels(rows);
    Vectors unit = vectors.normalised();
    MineSettings miner = settings;
    List<MinedNegatives> blocks =
        neighbours.run(
            new NeighbourStage.Base(unit, labels),
            (prepared, base, from, to) ->
                new HardNegativeMiner(miner, base.labels()).mine(prepared, from, to),
            done);
    ConfusableClasses classes =
        new ClassMiner(settings.confusable()).mine(CentroidSums.of(unit, labels));
    MiningTally tally = MiningTally.sum(blocks.stream().map(MinedNegatives::tally).toList());
    Mined mined = new Mined(table(rows, blocks, classes), tally);
    store.write(target, when, written, corpus, mined, rows, blocks, classes);
    return mined;
  }

  /**
   * Reads a mined table.
   *
   * @throws ArtifactException if there is no table, or it is of another corpus
   */
  public MinedTable read(Path location) {
    return store.read(location);
  }

  /**
   * Returns the affinity that the first epoch is planned by: that of the table which {@code
   * mine.table} names, or none if it names no table.
   *
   * @throws ArtifactException if the named table does not exist, or is of another corpus
   */
  public Affinity given() {
    return settings.table().isBlank()
        ? new Affinity.None()
        : read(new Path(settings.table())).affinity(settings.mode());
  }

  private MinedTable table(int[] rows, List<MinedNegatives> blocks, ConfusableClasses classes) {
    int[][] confusable = MinedTable.noClasses(catalogue);
    float[][] similarities = MinedTable.noSimilarities(catalogue);
    for (int label : classes.labels()) {
      confusable[label] = classes.confusableWith(label);
      similarities[label] = classes.similaritiesOf(label);
    }
    List<Integer> anchors = new ArrayList<>();
    List<int[]> negatives = new ArrayList<>();
    for (MinedNegatives block : blocks) {
      for (int i = 0; i < block.anchors(); i++) {
        int[] own = own(block, i, rows);
        if (own.length > 0) {
          anchors.add(rows[block.from() + i]);
          negatives.add(own);
        }
      }
    }
    return new MinedTable(
        confusable, similarities, MinedTable.toArray(anchors), negatives.toArray(int[][]::new));
  }

  private static int[] own(MinedNegatives block, int anchor, int[] rows) {
    List<Integer> own = new ArrayList<>();
    for (int i = anchor * block.negatives(); i < (anchor + 1) * block.negatives(); i++) {
      if (block.rows()[i] >= 0) {
        own.add(rows[block.rows()[i]]);
      }
    }
    return MinedTable.toArray(own);
  }
}
