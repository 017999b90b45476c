/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.worker.dl4j.NetworkFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Writes and reads vectors as an artifact: {@code vectors/} in Parquet, a row an item ({@code row},
 * {@code id}, {@code class_name}, {@code split}, {@code vector}). An index also holds the network
 * ({@code network.zip}) and its settings ({@code run.conf}), so that it can be asked by an image on
 * its own.
 */
public final class VectorStore {

  /** Kind of an artifact of vectors alone. */
  public static final String VECTORS = "vectors";

  /** Kind of an artifact that can also be asked. */
  public static final String INDEX = "index";

  private static final int FORMAT = 1;
  private static final String TABLE = "vectors";
  private static final String NETWORK = "network.zip";
  private static final String CONF = "run.conf";
  private static final StructType SCHEMA =
      new StructType()
          .add("row", DataTypes.IntegerType, false)
          .add("id", DataTypes.StringType, false)
          .add("class_name", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

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
   * Refuses a target that exists and is not to be replaced, before the work that would be lost.
   *
   * @throws ArtifactException if there is something at the target, or it cannot be looked at
   */
  public void requireFree(Path target, WhenExists when) {
    try {
      if (when == WhenExists.REFUSE && target.getFileSystem(hadoop).exists(target)) {
        throw new ArtifactException(
            "Cannot write to "
                + target
                + ": something is there already; choose another place, or say --replace");
      }
    } catch (IOException e) {
      throw new ArtifactException("Cannot look at " + target + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes vectors.
   *
   * @param items one for each vector, in the same order
   * @throws ArtifactException if the target exists and is not to be replaced, or cannot be written
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
   * @throws ArtifactException if the target exists and is not to be replaced, or cannot be written
   */
  public Manifest writeIndex(
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      RunSettings settings,
      List<Manifest.Parent> parents,
      ComputationGraph network) {
    return artifacts.write(
        target,
        when,
        new Draft(INDEX, FORMAT, settings.written(), parents),
        temporary -> {
          table(new Path(temporary, TABLE), items, vectors);
          FileSystem files = temporary.getFileSystem(hadoop);
          try (OutputStream out =
              new BufferedOutputStream(files.create(new Path(temporary, NETWORK)))) {
            NetworkFile.write(network, out);
          }
          try (OutputStream out = files.create(new Path(temporary, CONF))) {
            out.write(settings.render().getBytes(StandardCharsets.UTF_8));
          }
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

  /**
   * Reads the vectors of an artifact of either kind.
   *
   * @param kind {@link #VECTORS} or {@link #INDEX}
   * @throws ArtifactException if there is none, or it does not verify
   */
  public StoredVectors read(Path location, String kind) {
    artifacts.verify(location, kind, FORMAT);
    List<Row> rows =
        session
            .read()
            .schema(SCHEMA)
            .parquet(new Path(location, TABLE).toString())
            .orderBy("row")
            .collectAsList();
    List<String> ids = new ArrayList<>(rows.size());
    List<String> classNames = new ArrayList<>(rows.size());
    List<String> splits = new ArrayList<>(rows.size());
    int dim = rows.isEmpty() ? 1 : rows.get(0).getList(4).size();
    float[] values = new float[Math.multiplyExact(rows.size(), dim)];
    int at = 0;
    for (Row row : rows) {
      ids.add(row.getString(1));
      classNames.add(row.getString(2));
      splits.add(row.getString(3));
      for (Float value : row.<Float>getList(4)) {
        values[at++] = value;
      }
    }
    return new StoredVectors(ids, classNames, splits, new Vectors(dim, values));
  }

  /** Returns the network of an index. */
  public ComputationGraph network(Path index) {
    try (InputStream in =
        new BufferedInputStream(index.getFileSystem(hadoop).open(new Path(index, NETWORK)))) {
      return NetworkFile.read(in);
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot read the network of the index at " + index + ": " + e.getMessage(), e);
    }
  }

  /** Returns the settings that the network of an index was trained with. */
  public RunSettings settings(Path index) {
    try (InputStream in = index.getFileSystem(hadoop).open(new Path(index, CONF))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsReader.defaults().with(text, index + "/" + CONF).read();
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot read the settings of the index at " + index + ": " + e.getMessage(), e);
    }
  }
}
