/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Gives items with the rows that they have in a catalogue. Executors read them. */
@FunctionalInterface
public interface ItemSource {

  /** Returns a table of the items: {@code row}, {@code id}, and more. The order is not fixed. */
  Dataset<Row> items();

  /** Returns row and id of each item, in any order. Nothing is read before the result is used. */
  default JavaPairRDD<Integer, String> ids() {
    return items()
        .select("row", "id")
        .javaRDD()
        .mapToPair(item -> new Tuple2<>(item.getInt(0), item.getString(1)));
  }
}
