/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Anchors with their positives and lists of negatives: a row an anchor, and the rows of every form
 * made of it. Executors hold the negatives of one anchor at a time.
 */
final class AnchorTuples {

  private static final String ANCHOR = "anchor";
  private static final String ANCHOR_CLASS = "anchor_class";
  private static final String POSITIVE = "positive";
  private static final String POSITIVE_SIMILARITY = "positive_similarity";
  private static final String NEGATIVES = "negatives";

  private final Dataset<Row> anchors;

  private AnchorTuples(Dataset<Row> anchors) {
    this.anchors = anchors;
  }

  /**
   * Groups the rows of a table by anchor.
   *
   * @param rows of the table, with {@code anchor_class} and {@code negative_class}
   */
  static AnchorTuples of(Dataset<Row> rows) {
    return new AnchorTuples(
        rows.groupBy(ANCHOR)
            .agg(
                first(ANCHOR_CLASS).as(ANCHOR_CLASS),
                first(POSITIVE).as(POSITIVE),
                first(POSITIVE_SIMILARITY).as(POSITIVE_SIMILARITY),
                array_sort(
                        collect_list(
                            struct(
                                col("rank"),
                                col("negative"),
                                col("similarity"),
                                col("negative_class"))))
                    .as(NEGATIVES)));
  }

  /** Returns the rows of a table as {@link #of} wants them, if names of classes do not matter. */
  static Dataset<Row> withoutClasses(Dataset<Row> rows) {
    return rows.withColumn(ANCHOR_CLASS, lit("")).withColumn("negative_class", lit(""));
  }

  /**
   * Returns the rows of a table with the names of classes.
   *
   * @param items of the corpus, with {@code id} and {@code class_name}
   */
  static Dataset<Row> withClasses(Dataset<Row> rows, Dataset<Row> items) {
    Dataset<Row> names = items.select("id", "class_name");
    return rows.join(names.toDF(ANCHOR, ANCHOR_CLASS), ANCHOR)
        .join(names.toDF("negative", "negative_class"), "negative");
  }

  /** Returns the anchors that have at least so many negatives. */
  AnchorTuples withAtLeast(int negatives) {
    return new AnchorTuples(anchors.filter(size(col(NEGATIVES)).geq(negatives)));
  }

  /** Returns the anchors in the order of their ids, cut into as many files. */
  AnchorTuples ordered(int files) {
    return new AnchorTuples(
        anchors.repartitionByRange(files, col(ANCHOR)).sortWithinPartitions(ANCHOR));
  }

  /** Returns {@code positive_similarity} and the list {@code similarity} of each anchor. */
  Dataset<Row> scores() {
    return anchors.select(col(POSITIVE_SIMILARITY), col(NEGATIVES + ".similarity"));
  }

  /**
   * Returns the rows of an export.
   *
   * @param negatives of each row, if the form is n-tuples
   */
  Dataset<Row> rows(TupleOptions options, int negatives) {
    return switch (options.form()) {
      case TRIPLETS -> triplets(options);
      case N_TUPLES -> tuples(options, negatives);
      case LABELLED_PAIRS -> pairs(options);
    };
  }

  private Dataset<Row> triplets(TupleOptions options) {
    List<Column> columns = ids();
    columns.add(col("found.negative"));
    if (options.has(Extra.SCORES)) {
      columns.add(col(POSITIVE_SIMILARITY));
      columns.add(col("found.similarity").as("negative_similarity"));
    }
    if (options.has(Extra.CLASSES)) {
      columns.add(col(ANCHOR_CLASS));
      columns.add(col("found.negative_class"));
    }
    return select(anchors.withColumn("found", explode(col(NEGATIVES))), columns);
  }

  private Dataset<Row> tuples(TupleOptions options, int negatives) {
    List<Column> columns = ids();
    each(columns, negatives, "negative", "");
    if (options.has(Extra.SCORES)) {
      columns.add(col(POSITIVE_SIMILARITY));
      each(columns, negatives, "similarity", "_similarity");
    }
    if (options.has(Extra.CLASSES)) {
      columns.add(col(ANCHOR_CLASS));
      each(columns, negatives, "negative_class", "_class");
    }
    return select(anchors, columns);
  }

  private static void each(List<Column> columns, int negatives, String field, String name) {
    for (int i = 0; i < negatives; i++) {
      columns.add(col(NEGATIVES).getItem(i).getField(field).as("negative_" + (i + 1) + name));
    }
  }

  private Dataset<Row> pairs(TupleOptions options) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(ANCHOR));
    columns.add(col("found.candidate"));
    columns.add(col("found.label"));
    if (options.has(Extra.SCORES)) {
      columns.add(col("found.similarity"));
    }
    if (options.has(Extra.CLASSES)) {
      columns.add(col(ANCHOR_CLASS));
      columns.add(col("found.candidate_class"));
    }
    Column candidates =
        expr(
            "concat(array(named_struct('candidate', positive, 'label', 1,"
                + " 'similarity', positive_similarity, 'candidate_class', anchor_class)),"
                + " transform(negatives, one -> named_struct('candidate', one.negative,"
                + " 'label', 0, 'similarity', one.similarity,"
                + " 'candidate_class', one.negative_class)))");
    return select(anchors.withColumn("found", explode(candidates)), columns);
  }

  private static List<Column> ids() {
    return new ArrayList<>(List.of(col(ANCHOR), col(POSITIVE)));
  }

  private static Dataset<Row> select(Dataset<Row> from, List<Column> columns) {
    return from.select(columns.toArray(new Column[0]));
  }
}
