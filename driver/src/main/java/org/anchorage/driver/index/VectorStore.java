/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes vectors as an artifact: {@code vectors/} in Parquet, a row an item ({@code row}, {@code
 * id}, {@code class_name}, {@code split}, {@code vector}). An index also holds the network ({@code
 * network.zip}) and its settings ({@code run.conf}), so that it can be searched by an image without
 * the run. {@link StoredVectors} and {@link Index} read them. Thread-safe.
 */
public final class VectorStore {

  /** Kind of an artifact of vectors alone. */
  public static final String VECTORS = "vectors";

  /** Kind of an artifact that can also be searched. */
  public static final String INDEX = "index";

  /** The newest version of the layout that is read, and the one that is written. */
  static final int FORMAT = 1;

  /** Name of the table's directory. */
  static final String TABLE = "vectors";

  private static final StructType SCHEMA =
      new StructType()
          .add(VectorTable.ROW, DataTypes.IntegerType, false)
          .add(VectorTable.ID, DataTypes.StringType, false)
          .add(VectorTable.CLASS_NAME, DataTypes.StringType, false)
          .add(VectorTable.SPLIT, DataTypes.StringType, false)
          .add(VectorTable.VECTOR, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private final SparkSession session;
  private final Configuration hadoop;
  private final Artifacts artifacts;

  /** Creates a store. */
  public VectorStore(SparkSession session) {
    this.session = session;
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.artifacts = new Artifacts(hadoop);
  }

  /**
   * Writes vectors.
   *
   * @param items one for each vector, in the same order
   * @throws ArtifactException if the target exists and must not be replaced, or cannot be written
   */
  public Manifest write(
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      RunSettings settings,
      List<Manifest.Parent> parents) {
    return artifacts.write(
        target,
        when,
        new Draft(VECTORS, FORMAT, settings.written(), parents),
        temporary -> {
          table(new Path(temporary, TABLE), items, vectors);
          return contents(vectors);
        });
  }

  /**
   * Writes an index: vectors with the network that made them.
   *
   * @throws ArtifactException if the target exists and must not be replaced, or cannot be written
   */
  public Manifest writeIndex(
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      RunSettings settings,
      List<Manifest.Parent> parents,
      Embedder network) {
    return artifacts.write(
        target,
        when,
        new Draft(INDEX, FORMAT, settings.written(), parents),
        temporary -> {
          table(new Path(temporary, TABLE), items, vectors);
          SavedNetwork.of(network, settings).write(temporary, hadoop);
          return contents(vectors);
        });
  }

  private static Contents contents(Vectors vectors) {
    return new Contents("", Map.of("items", (long) vectors.count(), "dim", (long) vectors.dim()));
  }

  private void table(Path path, List<Item> items, Vectors vectors) {
    List<Row> rows = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      rows.add(
          RowFactory.create(
              i, item.id(), item.className(), item.split().written(), vectors.row(i)));
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int parts = Math.max(1, items.size() / 50_000);
    session
        .createDataFrame(spark.parallelize(rows, parts), SCHEMA)
        .write()
        .parquet(path.toString());
  }
}
