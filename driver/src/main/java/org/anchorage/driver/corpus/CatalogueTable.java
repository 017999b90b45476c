/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The catalogue as a Parquet table, one row an item. */
final class CatalogueTable {

  /** The columns that say where an image lies. */
  private static final Set<String> PLACE = Set.of("shard", "offset");

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("class_name", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false)
          .add("shard", DataTypes.StringType, false)
          .add("offset", DataTypes.LongType, false)
          .add("width", DataTypes.IntegerType, false)
          .add("height", DataTypes.IntegerType, false)
          .add("sha256", DataTypes.StringType, false)
          .add(
              "attributes",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
              false);

  /** What {@link Corpus#items} gives: rows, and all that does not say where an image lies. */
  static final StructType NUMBERED = numbered();

  private static final int ROWS_PER_FILE = 250_000;

  private final SparkSession spark;

  private static StructType numbered() {
    StructType numbered = new StructType().add("row", DataTypes.IntegerType, false);
    for (StructField field : SCHEMA.fields()) {
      if (!PLACE.contains(field.name())) {
        numbered = numbered.add(field);
      }
    }
    return numbered;
  }

  CatalogueTable(SparkSession spark) {
    this.spark = spark;
  }

  void write(List<Item> items, Path directory) {
    List<Row> rows = new ArrayList<>(items.size());
    for (Item item : items) {
      rows.add(
          RowFactory.create(
              item.id(),
              item.className(),
              item.split().written(),
              item.shard(),
              item.offset(),
              item.width(),
              item.height(),
              item.sha256(),
              scala.collection.JavaConverters.mapAsScalaMap(item.attributes())));
    }
    spark
        .createDataFrame(rows, SCHEMA)
        .coalesce(1 + rows.size() / ROWS_PER_FILE)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .parquet(directory.toString());
  }

  /**
   * Returns the rows of exactly the named files: other files beside them are not part of the
   * corpus.
   *
   * @throws ArtifactException if one is gone
   */
  Dataset<Row> read(List<Path> files) {
    String[] paths = files.stream().map(Path::toString).toArray(String[]::new);
    try {
      return spark.read().schema(SCHEMA).parquet(paths);
    } catch (Exception e) {
      // Exception: Spark's Scala code throws checked ones that no signature declares.
      throw new ArtifactException(
          "Cannot read the catalogue of a corpus ("
              + Failure.reason(e)
              + "); restore the corpus or import it again",
          e);
    }
  }
}
