/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A catalogue in format 1: rows are in the order of the ids. Executors sort the ids. The driver
 * takes label, split, shard and offset of each row, 16 bytes together, a range of ids at a time.
 *
 * <p>Ids are compared as Java compares strings. Spark SQL compares their UTF-8 bytes, which differs
 * for characters beyond U+FFFF.
 */
final class IdOrder implements CatalogueView {

  /** Rows of a range. Some 100 MB in a task. */
  private static final int ROWS_A_RANGE = 500_000;

  private static final int SAMPLES_A_RANGE = 200;

  private final SparkSession spark;
  private final Dataset<Row> table;
  private final IdRanges ranges;
  private final int[] firsts;
  private final int count;
  private final Catalogue catalogue;
  private final Places places;

  private IdOrder(SparkSession spark, Dataset<Row> table, IdRanges ranges, IdOrderParts parts) {
    this.spark = spark;
    this.table = table;
    this.ranges = ranges;
    this.firsts = parts.firsts();
    this.count = parts.count();
    this.catalogue = parts.catalogue();
    this.places = parts.places();
  }

  /**
   * Opens a catalogue.
   *
   * @param table as written
   * @param items number of items, as its manifest counts
   * @throws IllegalArgumentException if two items have one id
   */
  static IdOrder open(SparkSession spark, Dataset<Row> table, int items) {
    return open(spark, table, items, ROWS_A_RANGE);
  }

  static IdOrder open(SparkSession spark, Dataset<Row> table, int items, int rowsARange) {
    IdRanges ranges = ranges(table, items, 1 + items / rowsARange);
    IdOrderParts parts = new IdOrderParts(items);
    Iterator<IdOrderPart> sorted =
        table
            .select("id", "class_name", "split", "shard", "offset")
            .toJavaRDD()
            .mapToPair(
                row ->
                    new Tuple2<>(
                        row.getString(0),
                        new IdOrderPart.Entry(
                            row.getString(1),
                            Split.of(row.getString(2)),
                            row.getString(3),
                            row.getLong(4))))
            .repartitionAndSortWithinPartitions(ranges)
            .mapPartitions(entries -> List.of(IdOrderPart.of(entries)).iterator())
            .toLocalIterator();
    sorted.forEachRemaining(parts::add);
    return new IdOrder(spark, table, ranges, parts);
  }

  /** Cuts the ids into ranges of about equally many, by a sample. */
  private static IdRanges ranges(Dataset<Row> table, int items, int count) {
    if (count == 1) {
      return new IdRanges(List.of());
    }
    double share = Math.min(1, (double) SAMPLES_A_RANGE * count / items);
    List<String> sample =
        table.select("id").sample(share, 1).collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    return new IdRanges(
        IntStream.range(1, count)
            .mapToObj(i -> (int) ((long) sample.size() * i / count))
            .filter(at -> at < sample.size())
            .map(sample::get)
            .distinct()
            .toList());
  }

  /** Returns the number of ranges. */
  int ranges() {
    return firsts.length;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Places places() {
    return places;
  }

  @Override
  public Dataset<Row> items() {
    int[] starts = firsts;
    JavaPairRDD<String, Row> sorted =
        table
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), described(row)))
            .repartitionAndSortWithinPartitions(ranges);
    Function2<Integer, Iterator<Tuple2<String, Row>>, Iterator<Row>> number =
        (range, items) -> new Numbered(starts[range], items);
    return spark.createDataFrame(
        sorted.mapPartitionsWithIndex(number, false), CatalogueTable.NUMBERED);
  }

  /** Returns the columns that say what an item is, and not where it lies. */
  private static Row described(Row row) {
    return RowFactory.create(
        row.get(1), row.get(2), row.get(5), row.get(6), row.get(7), row.get(8));
  }

  /** Puts row and id before the other columns. */
  private static final class Numbered implements Iterator<Row> {

    private final Iterator<Tuple2<String, Row>> items;
    private int next;

    Numbered(int first, Iterator<Tuple2<String, Row>> items) {
      this.next = first;
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public Row next() {
      Tuple2<String, Row> item = items.next();
      Row rest = item._2();
      return RowFactory.create(
          next++,
          item._1(),
          rest.get(0),
          rest.get(1),
          rest.get(2),
          rest.get(3),
          rest.get(4),
          rest.get(5));
    }
  }
}
