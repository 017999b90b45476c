/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Item;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Items of a test as {@link Corpus#items} gives those of a corpus. */
public final class ItemTable {

  private ItemTable() {}

  /** Returns a table of items, whose rows are their places in the list. */
  public static Dataset<Row> of(List<Item> items) {
    return LocalSpark.session()
        .createDataFrame(
            IntStream.range(0, items.size())
                .mapToObj(
                    row ->
                        RowFactory.create(
                            row,
                            items.get(row).id(),
                            items.get(row).className(),
                            items.get(row).split().written()))
                .toList(),
            new StructType()
                .add("row", DataTypes.IntegerType, false)
                .add("id", DataTypes.StringType, false)
                .add("class_name", DataTypes.StringType, false)
                .add("split", DataTypes.StringType, false));
  }
}
