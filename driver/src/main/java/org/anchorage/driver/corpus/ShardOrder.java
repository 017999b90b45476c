/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * A catalogue in format 2: a row is the first row of its shard and the item's place in the shard.
 * The driver reads the corpus's runs of classes, and no catalogue: no job is run. Holds 8 bytes for
 * each run that the catalogue keeps, and 4 bytes a shard.
 */
final class ShardOrder implements CatalogueView {

  private final Path corpus;
  private final Dataset<Row> table;
  private final Catalogue catalogue;
  private final Places.InOrder places;

  private ShardOrder(Path corpus, Dataset<Row> table, Catalogue catalogue, Places.InOrder places) {
    this.corpus = corpus;
    this.table = table;
    this.catalogue = catalogue;
    this.places = places;
  }

  /**
   * Opens a catalogue.
   *
   * @param corpus where it lies
   * @param shards number of shards, as its manifest counts
   * @param table its parts, one a shard
   * @throws ArtifactException if the runs cannot be read, or name other shards
   */
  static ShardOrder open(Path corpus, Configuration hadoop, int shards, Dataset<Row> table) {
    int[] firsts = new int[shards + 1];
    List<Catalogue.Run> runs = new ArrayList<>();
    Path file = new Path(corpus, ClassRunFile.NAME);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      int before = 0;
      for (ClassRun run : ClassRunFile.read(in)) {
        if (run.shard() < before || run.shard() >= shards) {
          throw new IOException(
              "a run of shard " + run.shard() + " comes after shard " + before + " of " + shards);
        }
        before = run.shard();
        firsts[before + 1] = Math.addExact(firsts[before + 1], run.items());
        runs.add(new Catalogue.Run(run.split(), run.className(), run.items()));
      }
      for (int shard = 0; shard < shards; shard++) {
        firsts[shard + 1] = Math.addExact(firsts[shard], firsts[shard + 1]);
      }
      return new ShardOrder(corpus, table, Catalogue.ofRuns(runs), new Places.InOrder(firsts));
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      throw new ArtifactException(
          "Cannot read "
              + file
              + " ("
              + e.getMessage()
              + "); the corpus is damaged: restore it or import it again",
          e);
    }
  }

  @Override
  public long count() {
    return catalogue.size();
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
    int[] firsts = places.firsts();
    UDF1<String, Integer> first = shard -> firsts[Layout.number(shard)];
    Column row =
        udf(first, DataTypes.IntegerType)
            .apply(col("shard"))
            .plus(col("_metadata.row_index"))
            .cast(DataTypes.IntegerType);
    return table.select(
        row.as("row"),
        col("id"),
        col("class_name"),
        col("split"),
        col("width"),
        col("height"),
        col("sha256"),
        col("attributes"));
  }

  @Override
  public JavaPairRDD<Integer, String> ids() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    try {
      String uri = corpus.getFileSystem(hadoop).makeQualified(corpus).toString();
      return new ShardIds(uri, places.firsts(), HadoopSettings.of(hadoop)).read(spark);
    } catch (IOException e) {
      throw new ArtifactException("Cannot reach " + corpus + ": " + e.getMessage(), e);
    }
  }
}
