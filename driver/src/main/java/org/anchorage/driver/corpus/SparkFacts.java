/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_element_at;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.core.corpus.Split;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Facts of a corpus's items, looked up by executors: each call is one job. Thread-safe. */
final class SparkFacts implements ItemFacts {

  private static final StructType ASKED =
      new StructType()
          .add("asked", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false);

  private final Corpus corpus;

  SparkFacts(Corpus corpus) {
    this.corpus = corpus;
  }

  @Override
  public List<String> idsOf(int[] rows) {
    BitSet wanted = set(rows);
    Map<Integer, String> ids = new HashMap<>();
    corpus
        .items()
        .select("row", "id")
        .javaRDD()
        .filter(row -> wanted.get(row.getInt(0)))
        .collect()
        .forEach(row -> ids.put(row.getInt(0), row.getString(1)));
    return IntStream.of(rows).mapToObj(row -> ids.getOrDefault(row, "")).toList();
  }

  @Override
  public int[] rowsOf(List<String> ids) {
    List<Row> asked = new ArrayList<>(ids.size());
    for (String id : ids) {
      asked.add(RowFactory.create(asked.size(), id));
    }
    Dataset<Row> items = corpus.items().select("row", "id");
    int[] rows = new int[ids.size()];
    Arrays.fill(rows, -1);
    items
        .join(broadcast(items.sparkSession().createDataFrame(asked, ASKED)), "id")
        .select("asked", "row")
        .javaRDD()
        .mapPartitions(found -> List.of(pairs(found)).iterator())
        .collect()
        .forEach(
            pairs -> {
              for (int i = 0; i < pairs.length; i += 2) {
                rows[pairs[i]] = pairs[i + 1];
              }
            });
    return rows;
  }

  @Override
  public int[] rowsWith(Split split, String attribute, String value) {
    return of(split)
        .where(value(attribute).equalTo(value))
        .select(col("row"))
        .javaRDD()
        .mapPartitions(found -> List.of(ints(found)).iterator())
        .collect()
        .stream()
        .flatMapToInt(Arrays::stream)
        .sorted()
        .toArray();
  }

  @Override
  public Values values(String attribute, int[] rows) {
    BitSet wanted = set(rows);
    NumberedValues values = new NumberedValues(rows);
    corpus
        .items()
        .select(col("row"), value(attribute))
        .javaRDD()
        .filter(row -> wanted.get(row.getInt(0)) && !row.isNullAt(1))
        .mapPartitions(found -> List.of(NumberedValues.Part.of(found)).iterator())
        .collect()
        .forEach(values::add);
    return values.inOrder();
  }

  @Override
  public Map<String, OfClass> ofClasses(Split split, String attribute) {
    Map<String, OfClass> found = new HashMap<>();
    of(split)
        .select(col("class_name"), col("row"), col("id"), value(attribute))
        .javaRDD()
        .filter(row -> !row.isNullAt(3))
        .mapToPair(
            row ->
                new Tuple2<>(
                    row.getString(0),
                    new Claims(
                        new Claim(row.getInt(1), row.getString(2), row.getString(3)), List.of())))
        .reduceByKey(Claims::with)
        .collect()
        .forEach(of -> found.put(of._1(), of._2().written()));
    return found;
  }

  private Dataset<Row> of(Split split) {
    return corpus.items().where(col("split").equalTo(split.written()));
  }

  private static Column value(String attribute) {
    return try_element_at(col("attributes"), lit(attribute));
  }

  private static BitSet set(int[] rows) {
    BitSet set = new BitSet();
    IntStream.of(rows).forEach(set::set);
    return set;
  }

  private static int[] ints(Iterator<Row> found) {
    IntStream.Builder ints = IntStream.builder();
    found.forEachRemaining(row -> ints.add(row.getInt(0)));
    return ints.build().toArray();
  }

  private static int[] pairs(Iterator<Row> found) {
    IntStream.Builder pairs = IntStream.builder();
    found.forEachRemaining(row -> pairs.add(row.getInt(0)).add(row.getInt(1)));
    return pairs.build().toArray();
  }

  /** A value that an item gives to its class. */
  private record Claim(int row, String id, String value) implements Serializable {}

  /**
   * What some items of a class say.
   *
   * @param first that of the lowest row
   * @param others the lowest with another value than the first; empty if there is none
   */
  private record Claims(Claim first, List<Claim> others) implements Serializable {

    Claims with(Claims more) {
      boolean isLow = first.row() < more.first().row();
      Claims low = isLow ? this : more;
      Claims high = isLow ? more : this;
      List<Claim> contrary =
          high.first().value().equals(low.first().value()) ? high.others() : List.of(high.first());
      boolean keep =
          contrary.isEmpty()
              || (!low.others().isEmpty() && low.others().get(0).row() < contrary.get(0).row());
      return new Claims(low.first(), keep ? low.others() : contrary);
    }

    OfClass written() {
      return new OfClass(
          first.value(), others.stream().map(one -> new Other(one.value(), one.id())).toList());
    }
  }
}
