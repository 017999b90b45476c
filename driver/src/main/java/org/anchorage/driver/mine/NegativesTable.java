/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Hard negatives in Parquet, under the ids of the images. Executors put ids to rows ({@link
 * LinkNames}) and rows to ids, so the driver sees no id.
 */
final class NegativesTable {

  /** Some 100 MB in a task, ids included. */
  private static final int ROWS_A_FILE = 500_000;

  /** Small blocks: a task for each would take longer to start than to run. */
  private static final int BLOCKS_A_TASK = 16;

  static final String ANCHOR = "anchor";
  static final String NEGATIVE = "negative";
  static final String RANK = "rank";
  static final String SIMILARITY = "similarity";
  static final String ANCHOR_ROW = "anchor_row";
  static final String POSITIVE = "positive";
  private static final String POSITIVE_SIMILARITY = "positive_similarity";

  /** What plans read; tables of earlier versions have no more. */
  static final StructType READ =
      new StructType()
          .add(ANCHOR, DataTypes.StringType, false)
          .add(RANK, DataTypes.IntegerType, false)
          .add(NEGATIVE, DataTypes.StringType, false)
          .add(SIMILARITY, DataTypes.FloatType, false);

  private static final StructType WRITTEN =
      READ.add(POSITIVE, DataTypes.StringType, false)
          .add(POSITIVE_SIMILARITY, DataTypes.FloatType, false);

  private final SparkSession session;
  private final MinedCorpus corpus;

  /**
   * Creates a table.
   *
   * @param corpus that is mined
   */
  NegativesTable(SparkSession session, MinedCorpus corpus) {
    this.session = session;
    this.corpus = corpus;
  }

  /**
   * Writes the negatives of a pass, in the order of anchors and ranks.
   *
   * @param rows of the catalogue that the blocks' places stand for
   * @param count how many negatives there are
   * @param turn the images of the pass; others keep their rows of the table before
   */
  void write(MinedPass pass, Broadcast<int[]> rows, long count, Turn turn, Path directory)
      throws IOException {
    IdTable before = turn.before();
    JavaRDD<Links> named = named(pass, rows, count);
    if (before == null) {
      write(named, pass.hadoop(), directory);
      return;
    }
    Dataset<Row> sought =
        session.createDataFrame(named.mapPartitions(lines -> rows(Links.join(lines))), WRITTEN);
    join(withRows(sought).union(kept(turn, before)), before.negatives(), directory);
  }

  /** Returns the rows of a table whose anchors do not have their turn. */
  private Dataset<Row> kept(Turn turn, IdTable before) {
    Dataset<Row> rows = withRows(before.rows());
    return rows.filter(rows.col(ANCHOR_ROW).mod(turn.cycles()).notEqual(turn.remainder()));
  }

  private Dataset<Row> withRows(Dataset<Row> rows) {
    return rows.join(corpus.ids().toDF(ANCHOR_ROW, ANCHOR), ANCHOR)
        .select(ANCHOR_ROW, ANCHOR, RANK, NEGATIVE, SIMILARITY, POSITIVE, POSITIVE_SIMILARITY);
  }

  private static void join(Dataset<Row> all, long about, Path directory) {
    int files = (int) Math.max(1, about / ROWS_A_FILE);
    (files == 1 ? all.repartition(1) : all.repartitionByRange(files, all.col(ANCHOR_ROW)))
        .sortWithinPartitions(ANCHOR_ROW, RANK)
        .drop(ANCHOR_ROW)
        .write()
        .parquet(directory.toString());
  }

  /** Returns the links of a pass under the ids of their images, in the order of anchors. */
  private JavaRDD<Links> named(MinedPass pass, Broadcast<int[]> rows, long count) {
    List<Integer> blocks = pass.blocks();
    JavaRDD<Links> links =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(blocks, 1 + blocks.size() / BLOCKS_A_TASK)
            .mapPartitions(part -> links(pass.open(), part));
    int images = rows.value().length;
    int files = (int) Math.max(1, Math.max(count, images) / ROWS_A_FILE);
    return new LinkNames(rows, images, files, corpus.parent().location())
        .name(links, corpus.items().ids());
  }

  private void write(JavaRDD<Links> named, HadoopSettings hadoop, Path directory)
      throws IOException {
    String place = directory.toString();
    Function2<Integer, Iterator<Links>, Iterator<Integer>> write =
        (part, lines) -> {
          writePart(new Path(place), part, rows(Links.join(lines)), hadoop.configuration());
          return List.of(part).iterator();
        };
    List<Integer> unused =
        named.mapPartitionsWithIndex(write, false /* preserves partitioning */).collect();
    RowFile.finish(directory, session.sparkContext().hadoopConfiguration());
  }

  /**
   * Writes a part of the table in a task, unless that is cancelled.
   *
   * @throws TaskKilledException if it is; nothing is left of the part
   */
  static void writePart(Path directory, int part, Iterator<Row> rows, Configuration hadoop) {
    Cancellation.check();
    RowFile.write(directory, part, WRITTEN, Cancellation.checked(rows), hadoop);
  }

  private static Iterator<Links> links(MinedPass.Files files, Iterator<Integer> blocks) {
    Iterable<Integer> all = () -> blocks;
    return StreamSupport.stream(all.spliterator(), false /* not parallel */)
        .map(block -> Links.of(files.read(block)))
        .iterator();
  }

  /**
   * Returns the rows of the table; links to a positive and to itself come before an anchor's
   * others.
   */
  static Iterator<Row> rows(Links links) {
    int[] order = links.inOrder();
    int[] own = new int[1];
    int[] positive = new int[1];
    return IntStream.of(order)
        .peek(i -> own[0] = links.ranks()[i] == Links.OWN ? i : own[0])
        .peek(i -> positive[0] = links.ranks()[i] == Links.POSITIVE ? i : positive[0])
        .filter(i -> links.ranks()[i] >= 0)
        .mapToObj(
            i ->
                RowFactory.create(
                    links.ids()[own[0]],
                    links.ranks()[i],
                    links.ids()[i],
                    links.similarities()[i],
                    links.ids()[positive[0]],
                    links.similarities()[positive[0]]))
        .iterator();
  }
}
