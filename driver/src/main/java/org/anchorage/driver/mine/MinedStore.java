/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.FiniteNumbers;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.mining.hard.ConfusableClasses;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes and reads mined tables as artifacts: {@code negatives/} ({@code anchor}, {@code rank},
 * {@code negative}, {@code similarity}, {@code positive}, {@code positive_similarity}: the anchor's
 * nearest positive, which earlier versions left out) and {@code classes/} ({@code class_name},
 * {@code rank}, {@code confusable}, {@code similarity}) in Parquet, and {@code statistics.json}.
 * Ranks count from 0 and are places in the table, not in the search. Similarities are cosines.
 */
final class MinedStore {

  static final String KIND = "mined";
  static final int FORMAT = 1;
  static final String ANCHORS = "anchors";

  /** Images that are alone in their class. */
  static final String ALONE = "without_positive";

  /** The number of a pass that sought for some of the images. */
  static final String PASS = "pass";

  static final String NEGATIVES = "negatives";
  private static final String CLASSES = "classes";
  static final String STATISTICS = "statistics.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(FiniteNumbers.module())
          .build();
  static final StructType CLASSES_SCHEMA =
      new StructType()
          .add(ClassLists.CLASS, DataTypes.StringType, false)
          .add(ClassLists.RANK, DataTypes.IntegerType, false)
          .add(ClassLists.CONFUSABLE, DataTypes.StringType, false)
          .add(ClassLists.SIMILARITY, DataTypes.FloatType, false);

  private final SparkSession session;
  private final Configuration hadoop;
  private final MinedCorpus corpus;
  private final NegativesTable negatives;
  private final Runnable allowed;

  /**
   * Creates a store.
   *
   * @param corpus that is mined
   * @param allowed called before a table is published; throws if this application must not write
   */
  MinedStore(SparkSession session, MinedCorpus corpus, Runnable allowed) {
    this.allowed = allowed;
    this.session = session;
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.corpus = corpus;
    this.negatives = new NegativesTable(session, corpus);
  }

  /** Refuses a target that a table cannot be written to. Called first, so that no work is lost. */
  void requireFree(Path target, WhenExists when) {
    new Artifacts(hadoop).requireFree(target, when, KIND);
  }

  /**
   * What is written of a pass beside its blocks.
   *
   * @param classes as they were found, for the table of classes
   */
  record Content(Mined mined, ConfusableClasses classes) {}

  /**
   * Writes a table.
   *
   * @param from the parameters that it was mined from
   * @param pass its blocks
   * @param rows of the catalogue that the blocks' places stand for
   * @param turn the images of the pass
   * @param kept number of negatives that were found
   * @param found gives the rest, which is made while the negatives are written
   */
  void write(
      Path target,
      WhenExists when,
      Map<String, String> settings,
      MinedFrom from,
      MinedPass pass,
      Broadcast<int[]> rows,
      Turn turn,
      long kept,
      Beside<Content> found) {
    IdTable before = turn.before();
    List<Manifest.Parent> parents = new ArrayList<>(List.of(corpus.parent()));
    if (before != null) {
      parents.add(before.parent());
    }
    parents.addAll(from.parents());
    new Artifacts(hadoop)
        .write(
            target,
            when,
            new Draft(KIND, FORMAT, settings, parents),
            temporary -> {
              Path directory = new Path(temporary, NEGATIVES);
              found.during(() -> negatives.write(pass, rows, kept, turn, directory));
              Content content = found.result();
              Path table = new Path(temporary, CLASSES);
              RowFile.write(table, 0, CLASSES_SCHEMA, confusable(content.classes()), hadoop);
              RowFile.finish(table, hadoop);
              Path statistics = new Path(temporary, STATISTICS);
              try (OutputStream out = statistics.getFileSystem(hadoop).create(statistics)) {
                out.write(JSON.writeValueAsBytes(statistics(content.mined(), turn)));
              }
              Map<String, Long> counts = counts(content.mined(), from, turn);
              if (before != null) {
                counts.put(ANCHORS, before.images());
                counts.put(ALONE, before.alone());
                counts.put(NEGATIVES, count(new Path(temporary, NEGATIVES)));
              }
              return new Contents("", counts);
            },
            allowed);
  }

  /**
   * The counts of a manifest. They say the parameters, and the recall of the search: found of
   * sampled neighbours.
   */
  private static Map<String, Long> counts(Mined mined, MinedFrom from, Turn turn) {
    Map<String, Long> counts = new HashMap<>();
    from.writeTo(counts);
    counts.put(ANCHORS, mined.tally().anchors());
    counts.put(ALONE, mined.tally().withoutPositive());
    counts.put(NEGATIVES, mined.tally().kept());
    if (turn.cycles() > 1) {
      counts.put(PASS, turn.pass());
      counts.put("searched", mined.tally().anchors());
    }
    if (mined.searched().probes() > 0) {
      counts.put("cells", (long) mined.searched().cells());
      counts.put("probes", (long) mined.searched().probes());
      counts.put("sampled_neighbours", mined.searched().recall().wanted());
      counts.put("found_neighbours", mined.searched().recall().found());
    }
    return counts;
  }

  private long count(Path directory) {
    return session.read().parquet(directory.toString()).count();
  }

  /** The statistics of the images that were searched for; others keep what a table before says. */
  private static Map<String, Object> statistics(Mined mined, Turn turn) {
    Map<String, Object> statistics = new LinkedHashMap<>();
    if (turn.cycles() > 1) {
      statistics.put(PASS, turn.pass());
    }
    statistics.put("anchors", mined.tally().anchors());
    statistics.put("without_positive", mined.tally().withoutPositive());
    statistics.put("with_too_few", mined.tally().withTooFew());
    statistics.put("kept", mined.tally().kept());
    statistics.put("rejected", mined.rejected());
    statistics.put("search", mined.searched().written());
    if (mined.searched().probes() > 0) {
      statistics.put("cells", mined.searched().cells());
      statistics.put("probes", mined.searched().probes());
      statistics.put("recall", mined.searched().share());
      statistics.put("recall_sample", mined.searched().recall().wanted());
    }
    statistics.put("positives", mined.positives());
    statistics.put("negatives", mined.negatives());
    return statistics;
  }

  /** Returns the rows of the table one by one: there may be millions. */
  private Iterator<Row> confusable(ConfusableClasses classes) {
    return IntStream.range(0, classes.others().length)
        .filter(i -> classes.others()[i] >= 0)
        .mapToObj(
            i ->
                RowFactory.create(
                    corpus.catalogue().className(classes.labels()[i / classes.confusable()]),
                    i % classes.confusable(),
                    corpus.catalogue().className(classes.others()[i]),
                    classes.similarities()[i]))
        .iterator();
  }

  /** Returns a table of confusable classes, without hard negatives. */
  MinedTable table(ConfusableClasses classes) {
    int[][] confusable = MinedTable.noClasses(corpus.catalogue());
    float[][] similarities = MinedTable.noSimilarities(corpus.catalogue());
    for (int label : classes.labels()) {
      confusable[label] = classes.confusableWith(label);
      similarities[label] = classes.similaritiesOf(label);
    }
    return new MinedTable(confusable, similarities, HardNegatives.none());
  }

  /** Reads a table, and returns it in rows and labels of the catalogue. */
  MinedTable read(Path location) {
    new Artifacts(hadoop).verify(location, KIND, FORMAT);
    return classes(location)
        .with(new StoredNegatives(session, corpus).read(new Path(location, NEGATIVES), location));
  }

  /** Reads the confusable classes of a table, and none of its hard negatives. */
  MinedTable readClasses(Path location) {
    new Artifacts(hadoop).verify(location, KIND, FORMAT, name -> !name.startsWith(NEGATIVES + "/"));
    return classes(location);
  }

  private MinedTable classes(Path location) {
    return new ClassLists(corpus.catalogue(), location).read(new Path(location, CLASSES), hadoop);
  }

  static ArtifactException unknown(String name, Path location) {
    return new ArtifactException(
        "The mined table at "
            + location
            + " names '"
            + name
            + "', which is not in the corpus; mine the corpus that is trained on");
  }
}
