/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.anchorage.driver.mine.NegativesTable.ANCHOR;
import static org.anchorage.driver.mine.NegativesTable.ANCHOR_ROW;
import static org.anchorage.driver.mine.NegativesTable.NEGATIVE;
import static org.anchorage.driver.mine.NegativesTable.RANK;
import static org.anchorage.driver.mine.NegativesTable.READ;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads the hard negatives of a stored table: under ids, or in rows of the corpus. */
final class StoredNegatives {

  private static final String NEGATIVE_ROW = "negative_row";

  private final SparkSession session;
  private final MinedCorpus corpus;

  /**
   * Prepares to read.
   *
   * @param corpus that was mined
   */
  StoredNegatives(SparkSession session, MinedCorpus corpus) {
    this.session = session;
    this.corpus = corpus;
  }

  private static Seq<String> columns(String name) {
    return JavaConverters.asScalaBuffer(List.of(name)).toSeq();
  }

  /** Returns the negatives in a directory without positives. */
  static Dataset<Row> of(SparkSession session, Path directory) {
    return session.read().schema(READ).parquet(directory.toString());
  }

  /**
   * Reads the negatives of a table.
   *
   * @param table for messages
   */
  HardNegatives read(Path directory, Path table) {
    Dataset<Row> ids = corpus.ids();
    Dataset<Row> byRows =
        session
            .read()
            .schema(READ)
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
