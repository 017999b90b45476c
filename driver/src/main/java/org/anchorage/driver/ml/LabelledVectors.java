/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * A DataFrame of labelled vectors in the order (label, id): its classes, and its vectors in blocks.
 * The driver holds the classes and their sizes.
 *
 * @param catalogue classes of the rows
 * @param items {@code row} and {@code id}
 * @param blocks the vectors, in the order of the rows
 */
record LabelledVectors(Catalogue catalogue, Dataset<Row> items, VectorBlocks blocks) {

  private static final StructType ITEMS =
      new StructType()
          .add("row", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false);

  /** One row of the DataFrame. */
  private record Labelled(String label, String id, float[] vector) implements Serializable {}

  /** Sorts by label and id. */
  private static final class InOrder implements Comparator<Tuple2<String, String>>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public int compare(Tuple2<String, String> one, Tuple2<String, String> other) {
      int byLabel = one._1().compareTo(other._1());
      return byLabel != 0 ? byLabel : one._2().compareTo(other._2());
    }
  }

  /**
   * Writes the vectors of a DataFrame into blocks.
   *
   * @param rows with id, label and vector, in this order; none null
   * @param directory for blocks and items
   * @throws IllegalArgumentException if there are no rows, or vectors of several lengths
   */
  static LabelledVectors write(Dataset<Row> rows, Path directory) {
    SparkSession session = rows.sparkSession();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    JavaPairRDD<Labelled, Long> numbered =
        rows.javaRDD()
            .map(LabelledVectors::labelled)
            .keyBy(one -> new Tuple2<>(one.label(), one.id()))
            .sortByKey(new InOrder())
            .values()
            .zipWithIndex();
    String items = new Path(directory, "items").toString();
    // Written before it is read often, so that Spark sorts once.
    session
        .createDataFrame(
            numbered.map(one -> RowFactory.create(one._2().intValue(), one._1().id())), ITEMS)
        .write()
        .parquet(items);
    List<Tuple2<String, Integer>> sizes =
        numbered
            .mapToPair(one -> new Tuple2<>(one._1().label(), 1))
            .reduceByKey(Integer::sum)
            .collect();
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no vectors to mine; pass a DataFrame with two classes and more");
    }
    List<Catalogue.Run> runs =
        sizes.stream()
            .sorted(Comparator.comparing(Tuple2::_1))
            .map(size -> new Catalogue.Run(Split.TRAIN, size._1(), size._2()))
            .toList();
    Catalogue catalogue = Catalogue.ofRuns(runs);
    VectorBlocks blocks =
        VectorBlocks.at(
            new Path(directory, "vectors"),
            catalogue.size(),
            numbered.first()._1().vector().length,
            Element.FLOAT,
            spark.hadoopConfiguration());
    write(numbered, blocks);
    return new LabelledVectors(catalogue, session.read().schema(ITEMS).parquet(items), blocks);
  }

  private static Labelled labelled(Row row) {
    if (row.isNullAt(0) || row.isNullAt(1) || row.isNullAt(2)) {
      throw new IllegalArgumentException(
          "A row lacks its id, label or vector: " + row + "; leave such rows out");
    }
    return new Labelled(String.valueOf(row.get(1)), String.valueOf(row.get(0)), floats(row.get(2)));
  }

  private static float[] floats(Object vector) {
    double[] values = ((Vector) vector).toArray();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void write(JavaPairRDD<Labelled, Long> numbered, VectorBlocks blocks) {
    BlockLayout layout = blocks.layout();
    JavaRDD<Integer> unused =
        numbered
            .mapToPair(
                one -> {
                  int row = one._2().intValue();
                  return new Tuple2<>(
                      layout.blockOf(row),
                      new Tuple2<>(row - layout.first(layout.blockOf(row)), one._1().vector()));
                })
            .groupByKey(layout.blocks())
            .map(
                block -> {
                  float[] values = new float[layout.size(block._1()) * blocks.dim()];
                  for (Tuple2<Integer, float[]> one : block._2()) {
                    requireDim(one._2(), blocks.dim());
                    System.arraycopy(one._2(), 0, values, one._1() * blocks.dim(), blocks.dim());
                  }
                  blocks.write(block._1(), new Vectors(blocks.dim(), values));
                  return block._1();
                });
    long written = unused.count();
    if (written != layout.blocks()) {
      throw new IllegalStateException(
          written + " of " + layout.blocks() + " blocks were written; the DataFrame has changed");
    }
  }

  private static void requireDim(float[] vector, int dim) {
    if (vector.length != dim) {
      throw new IllegalArgumentException(
          "Vectors have "
              + dim
              + " and "
              + vector.length
              + " numbers; embed all of them with one network");
    }
  }

  /** Returns all rows. */
  int[] rows() {
    return IntStream.range(0, catalogue.size()).toArray();
  }
}
