/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Map;
import java.util.function.LongConsumer;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Mines the training vectors of a corpus, and reads mined tables. Tasks read vectors in blocks and
 * write negatives in blocks. The driver holds what grows with classes and tasks, and 8 bytes an
 * image while a pass lasts.
 */
public final class MineStage {

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final NeighbourStage neighbours;
  private final MinedStore store;
  private final MineSettings settings;
  private final Seed seed;
  private final SearchMemory memory;
  private final Map<String, String> written;
  private final MinedCorpus corpus;

  /**
   * Creates the stage.
   *
   * @param written the run's settings, for the manifest
   * @param corpus that is mined
   * @param seed of cells and samples
   */
  public MineStage(
      SparkSession session,
      MineSettings settings,
      Map<String, String> written,
      MinedCorpus corpus,
      Seed seed) {
    this(
        session,
        settings,
        written,
        corpus,
        seed,
        neighbours(JavaSparkContext.fromSparkContext(session.sparkContext()), settings),
        () -> {});
  }

  private static NeighbourStage neighbours(JavaSparkContext spark, MineSettings settings) {
    return new NeighbourStage(
        spark,
        SearchKind.EXACT,
        SearchMemory.of(spark, MineSettings.MEMORY_MB, settings.memoryMb()));
  }

  /** For tests: blocks of another size. */
  MineStage(
      SparkSession session,
      MineSettings settings,
      Map<String, String> written,
      MinedCorpus corpus,
      Seed seed,
      NeighbourStage neighbours) {
    this(session, settings, written, corpus, seed, neighbours, () -> {});
  }

  private MineStage(
      SparkSession session,
      MineSettings settings,
      Map<String, String> written,
      MinedCorpus corpus,
      Seed seed,
      NeighbourStage neighbours,
      Runnable allowed) {
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.memory = SearchMemory.of(spark, MineSettings.MEMORY_MB, settings.memoryMb());
    this.neighbours = neighbours;
    this.store = new MinedStore(session, corpus, allowed);
    this.settings = settings;
    this.seed = seed;
    this.written = written;
    this.corpus = corpus;
  }

  /**
   * Creates the stage of a run, on the run's own corpus.
   *
   * @param written the run's settings, for the manifest
   * @param allowed called before a table is published; throws if this application must not write
   */
  public static MineStage of(OpenRun run, Map<String, String> written, Runnable allowed) {
    return of(run, run.settings().mine(), written, allowed);
  }

  /**
   * Creates the stage of a run for tables that others read: the driver does not hold the negatives.
   *
   * @param written the run's settings, for the manifest
   * @param allowed called before a table is published; throws if this application must not write
   */
  public static MineStage ofTables(OpenRun run, Map<String, String> written, Runnable allowed) {
    return of(run, run.settings().mine().ofTables(), written, allowed);
  }

  private static MineStage of(
      OpenRun run, MineSettings settings, Map<String, String> written, Runnable allowed) {
    return new MineStage(
        run.session(),
        settings,
        written,
        new MinedCorpus(run.catalogue(), run.corpus(), run.parent()),
        new Seed(run.settings().seed()).derive("mine"),
        neighbours(JavaSparkContext.fromSparkContext(run.session().sparkContext()), settings),
        allowed);
  }

  /**
   * Refuses a target that a table cannot be written to. Call it first, so that no work is lost.
   *
   * @throws ArtifactException if something is there that must not be replaced
   */
  public void requireFree(Path target, WhenExists when) {
    store.requireFree(target, when);
  }

  /**
   * Mines and writes the table. What is finished lies beside the vectors, so a pass that was killed
   * goes on if it is given the same vectors.
   *
   * @param vectors of the rows, normalised or not; similarities are cosines either way
   * @param rows of the catalogue, at least two, ascending
   * @param from the parameters that the vectors were embedded with, for the manifest
   * @param target where the table will lie
   * @param when what happens if there is a table already
   * @param progress shows how many anchors are done
   * @throws ArtifactException if the table cannot be written
   * @throws LeaseException if this application must not write any more; no table is published
   */
  public Mined run(
      VectorBlocks vectors,
      int[] rows,
      MinedFrom from,
      Path target,
      WhenExists when,
      Progress.Factory progress) {
    return run(vectors, rows, from, null, target, when, progress);
  }

  /**
   * Mines and writes the table. If {@code mine.refresh} is below 1 and there is a table before, a
   * share of the images is searched for. The others keep their negatives of that table. Figures are
   * of those that are searched for. Confusable classes are of all.
   *
   * @param vectors of the rows, normalised or not; similarities are cosines either way
   * @param rows of the catalogue, at least two, ascending
   * @param from the parameters that the vectors were embedded with, for the manifest
   * @param before the table before; null if there is none. If it is of another corpus or other
   *     settings, all images are searched for
   * @param target where the table will lie
   * @param when what happens if there is a table already
   * @param progress shows how many anchors are done
   * @throws ArtifactException if the table cannot be written
   * @throws LeaseException if this application must not write any more; no table is published
   */
  public Mined run(
      VectorBlocks vectors,
      int[] rows,
      MinedFrom from,
      @Nullable Path before,
      Path target,
      WhenExists when,
      Progress.Factory progress) {
    if (rows.length < 2) {
      throw new IllegalArgumentException(
          "Cannot mine among "
              + rows.length
              + " images: an image needs at least one other; import more images with the split"
              + " train");
    }
    Turn turn =
        new Turns(session, settings.search().cycles(), written, corpus.parent())
            .after(before, rows);
    int[] anchors = turn.places(rows);
    long sought = anchors == null ? rows.length : anchors.length;
    try (Progress bar = progress.start("mine", sought, "images")) {
      Mined mined = run(vectors, rows, from, turn, target, when, bar::step);
      bar.note(note(mined, target));
      return mined;
    }
  }

  /** Names the table, and the one before if some images keep its negatives. */
  private static String note(Mined mined, Path target) {
    Path before = mined.before();
    String kept = before == null ? "" : ", other images as in " + shortened(before);
    String search = mined.searched().note();
    return "table " + shortened(target) + kept + (search.isEmpty() ? "" : ", " + search);
  }

  private static String shortened(Path table) {
    // A text of it: a path that was made from a URI may end with a slash.
    Path path = new Path(table.toUri().getPath());
    Path above = path.getParent();
    return (above == null ? "" : above.getName() + "/") + path.getName();
  }

  private Mined run(
      VectorBlocks vectors,
      int[] rows,
      MinedFrom from,
      Turn turn,
      Path target,
      WhenExists when,
      LongConsumer progress) {
    int[] labels = corpus.catalogue().labels(rows);
    int[] anchors = turn.places(rows);
    FinishedPass done =
        settings.search().isExact(rows.length)
            ? exact(vectors, labels, anchors, progress)
            : new CellPass(spark, neighbours, settings, memory, seed)
                .run(vectors, labels, anchors, progress);
    MinedPass pass = done.pass();
    boolean instances = settings.mode() == MineSettings.Mode.INSTANCES;
    int[] ofAll = instances && anchors == null ? rows : null;
    Broadcast<int[]> sent = spark.broadcast(rows);
    // Beside the table: neither keeps all cores busy.
    try (Beside<MinedStore.Content> content =
        Beside.start(
            spark,
            "anchorage-mine",
            () ->
                new PassContent(spark, store, settings, memory).of(vectors, labels, ofAll, done))) {
      long kept = done.tally().kept();
      store.write(target, when, written, from, pass, sent, turn, kept, content);
      IdTable before = turn.before();
      Mined mined = content.result().mined();
      if (before == null) {
        return mined;
      }
      Mined share = mined.after(before.location());
      return instances ? share.with(store.read(target)) : share;
    } finally {
      sent.destroy();
    }
  }

  private FinishedPass exact(
      VectorBlocks vectors, int[] labels, int @Nullable [] anchors, LongConsumer progress) {
    VectorSet unit = vectors.normalised();
    NeighbourStage.Base base =
        new NeighbourStage.Base(unit, anchors == null ? unit : unit.chosen(anchors));
    MinedPass pass =
        MinedPass.of(
            vectors,
            labels,
            settings,
            anchors,
            neighbours.queriesATask(base, MineTask.k(settings)),
            "exact");
    MineTask task = new MineTask(settings, labels, pass, anchors);
    MiningTally tally = MiningTally.sum(neighbours.run(base, task, progress));
    return new FinishedPass(pass, tally, Searched.exactly());
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
   * Reads what the next plan takes from a mined table, and no more: in mode {@code classes} the
   * classes alone.
   *
   * @throws ArtifactException if there is no table, or it is of another corpus
   */
  public Affinity affinity(Path location, MineSettings.Mode mode) {
    return switch (mode) {
      case NONE -> new Affinity.None();
      case CLASSES -> store.readClasses(location).affinity(mode);
      case INSTANCES -> store.read(location).affinity(mode);
    };
  }

  /**
   * Returns the hard negatives of a table: {@code anchor}, {@code rank}, {@code negative}, {@code
   * similarity}. Nothing is read before the result is used.
   */
  public static Dataset<Row> negatives(SparkSession session, Path location) {
    return StoredNegatives.of(session, new Path(location, MinedStore.NEGATIVES));
  }

  /**
   * Returns the affinity that the first epoch is planned by: that of the table which {@code
   * mine.table} names, or none if it names no table.
   *
   * @throws ArtifactException if the named table does not exist, or is of another corpus
   */
  public Affinity given() {
    return settings
        .givenTable()
        .map(table -> affinity(new Path(table), settings.mode()))
        .orElseGet(Affinity.None::new);
  }
}
