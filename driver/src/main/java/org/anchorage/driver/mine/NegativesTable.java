/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Hard negatives in Parquet, under the ids of the images. Spark joins ids and rows, so the driver
 * sees no id.
 */
final class NegativesTable {

  private static final int ROWS_A_FILE = 500_000;

  /** Small blocks: a task for each would take longer to start than to run. */
  private static final int BLOCKS_A_TASK = 16;

  private static final String ANCHOR = "anchor";
  private static final String NEGATIVE = "negative";
  private static final String RANK = "rank";
  private static final String SIMILARITY = "similarity";
  private static final String ANCHOR_ROW = "anchor_row";
  private static final String NEGATIVE_ROW = "negative_row";
  private static final StructType BY_ROWS =
      new StructType()
          .add(ANCHOR_ROW, DataTypes.IntegerType, false)
          .add(RANK, DataTypes.IntegerType, false)
          .add(NEGATIVE_ROW, DataTypes.IntegerType, false)
          .add(SIMILARITY, DataTypes.FloatType, false);
  private static final StructType WRITTEN =
      new StructType()
          .add(ANCHOR, DataTypes.StringType, false)
          .add(RANK, DataTypes.IntegerType, false)
          .add(NEGATIVE, DataTypes.StringType, false)
          .add(SIMILARITY, DataTypes.FloatType, false);

  private final SparkSession session;
  private final Supplier<Dataset<Row>> items;

  /**
   * Creates a table.
   *
   * @param items of the corpus, with {@code row} and {@code id}
   */
  NegativesTable(SparkSession session, Supplier<Dataset<Row>> items) {
    this.session = session;
    this.items = items;
  }

  /**
   * Writes the negatives of a pass, in the order of anchors and ranks.
   *
   * @param rows of the catalogue that the blocks' places stand for
   * @param count how many negatives there are
   */
  void write(MinedPass pass, Broadcast<int[]> rows, long count, Path directory) {
    List<Integer> blocks = pass.blocks();
    Dataset<Row> byRows =
        session.createDataFrame(
            JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(blocks, 1 + blocks.size() / BLOCKS_A_TASK)
                .mapPartitions(part -> rows(pass, part, rows.value())),
            BY_ROWS);
    Dataset<Row> ids = ids();
    Dataset<Row> named =
        byRows
            .join(ids.toDF(ANCHOR_ROW, ANCHOR), ANCHOR_ROW)
            .join(ids.toDF(NEGATIVE_ROW, NEGATIVE), NEGATIVE_ROW);
    int files = (int) Math.max(1, count / ROWS_A_FILE);
    (files == 1 ? named.repartition(1) : named.repartitionByRange(files, named.col(ANCHOR_ROW)))
        .sortWithinPartitions(ANCHOR_ROW, RANK)
        .select(ANCHOR, RANK, NEGATIVE, SIMILARITY)
        .write()
        .parquet(directory.toString());
  }

  private Dataset<Row> ids() {
    return items.get().select("row", "id");
  }

  private static Seq<String> columns(String name) {
    return JavaConverters.asScalaBuffer(List.of(name)).toSeq();
  }

  private static Iterator<Row> rows(MinedPass pass, Iterator<Integer> blocks, int[] rows) {
    MinedPass.Files files = pass.open();
    Iterable<Integer> all = () -> blocks;
    return StreamSupport.stream(all.spliterator(), false /* not parallel */)
        .flatMap(block -> rows(files.read(block), rows).stream())
        .iterator();
  }

  private static List<Row> rows(MinedBlock mined, int[] rows) {
    List<Row> written = new ArrayList<>();
    for (int i = 0; i < mined.rows().length; i++) {
      if (mined.rows()[i] >= 0) {
        int anchor = mined.anchors()[i / mined.negatives()];
        written.add(
            RowFactory.create(
                rows[anchor],
                i % mined.negatives(),
                rows[mined.rows()[i]],
                mined.similarities()[i]));
      }
    }
    return written;
  }

  /** Returns the negatives in a directory as they are written. */
  static Dataset<Row> of(SparkSession session, Path directory) {
    return session.read().schema(WRITTEN).parquet(directory.toString());
  }

  /**
   * Reads the negatives of a table.
   *
   * @param table for messages
   */
  HardNegatives read(Path directory, Path table) {
    Dataset<Row> ids = ids();
    Dataset<Row> byRows =
        session
            .read()
            .schema(WRITTEN)
            .parquet(directory.toString())
            .join(ids.toDF(ANCHOR_ROW, ANCHOR), columns(ANCHOR), "left_outer")
            .join(ids.toDF(NEGATIVE_ROW, NEGATIVE), columns(NEGATIVE), "left_outer");
    for (String of : List.of(ANCHOR, NEGATIVE)) {
      List<Row> unknown =
          byRows.filter(byRows.col(of + "_row").isNull()).select(of).limit(1).collectAsList();
      if (!unknown.isEmpty()) {
        throw MinedStore.unknown(unknown.get(0).getString(0), table);
      }
    }
    List<int[]> parts =
        byRows
            .select(ANCHOR_ROW, RANK, NEGATIVE_ROW)
            .orderBy(ANCHOR_ROW, RANK)
            .javaRDD()
            .mapPartitions(
                part -> {
                  List<Row> all = new ArrayList<>();
                  part.forEachRemaining(all::add);
                  return List.of(
                          all.stream()
                              .flatMapToInt(row -> IntStream.of(row.getInt(0), row.getInt(2)))
                              .toArray())
                      .iterator();
                })
            .collect();
    HardNegatives.Builder negatives = new HardNegatives.Builder();
    for (int[] part : parts) {
      for (int i = 0; i < part.length; i += 2) {
        negatives.add(part[i], part[i + 1]);
      }
    }
    return negatives.build();
  }
}
