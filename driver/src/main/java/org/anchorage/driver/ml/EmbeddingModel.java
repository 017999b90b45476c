/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.driver.run.TrainedRun;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns a column of images into a column of vectors, on the executors, with a trained network. An
 * image is the content of an image file ({@code binary}, as Spark's {@code binaryFile} source reads
 * it) or a path on any Hadoop file system ({@code string}). The vectors are Spark ML's, of {@code
 * embedding.dim} doubles. They are those that {@code embed} writes.
 *
 * <pre>{@code
 * EmbeddingModel model = EmbeddingModel.ofRun(spark, "hdfs:///runs/birds");
 * Dataset<Row> images = spark.read().format("binaryFile").load("hdfs:///photos/*.jpg");
 * Dataset<Row> vectors = model.setInputCol("content").setOutputCol("vector").transform(images);
 * }</pre>
 *
 * <p>An executor makes a network for each task that runs at once, and keeps it for the next one.
 * The network travels once to each executor. Start executors with {@code OMP_NUM_THREADS=1}: one
 * thread a task is fastest.
 *
 * <p>{@code handleInvalid} says what becomes of a row whose image is null or cannot be read: {@code
 * error} (default) stops the job, {@code skip} leaves the row out, {@code keep} gives it a null
 * vector.
 *
 * <p>Not thread-safe while parameters are set; {@link #transform} may be called by several threads.
 */
public final class EmbeddingModel extends Model<EmbeddingModel> implements MLWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final SavedNetwork network;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> handleInvalid;

  EmbeddingModel(String uid, SavedNetwork network) {
    this.uid = uid;
    this.network = network;
    this.inputCol =
        new Param<>(this, "inputCol", "column of images: the content of image files, or paths");
    this.outputCol = new Param<>(this, "outputCol", "column of vectors");
    this.handleInvalid =
        new Param<>(
            this,
            "handleInvalid",
            "what becomes of a row whose image cannot be read: error, skip or keep");
    setDefault(inputCol, "image");
    setDefault(outputCol, "vector");
    setDefault(handleInvalid, Invalid.ERROR.written());
  }

  /**
   * Returns the network of a run's newest checkpoint.
   *
   * @param run where the run lies
   * @throws ArtifactException if there is no run, or it has no whole checkpoint
   */
  public static EmbeddingModel ofRun(SparkSession session, String run) {
    try (TrainedRun trained = TrainedRun.open(session, run)) {
      return of(SavedNetwork.of(trained.embedder(), trained.settings()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the network of " + run + ": " + e.getMessage(), e);
    }
  }

  static EmbeddingModel of(SavedNetwork network) {
    return new EmbeddingModel(Identifiable$.MODULE$.randomUID("embedding"), network);
  }

  /** Reads a model that {@code save} wrote. */
  public static EmbeddingModel load(String path) {
    return read().load(path);
  }

  /** Returns a reader of models that {@code save} wrote. */
  public static MLReader<EmbeddingModel> read() {
    return new EmbeddingModelReader();
  }

  @Override
  public MLWriter write() {
    return new EmbeddingModelWriter(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  SavedNetwork network() {
    return network;
  }

  /** Parameter: the column of images; default {@code image}. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Parameter: the column of vectors; default {@code vector}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Parameter: what becomes of a row whose image cannot be read; default {@code error}. */
  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  /** Sets the column of images. */
  public EmbeddingModel setInputCol(String column) {
    set(inputCol, column);
    return this;
  }

  /** Sets the column of vectors. */
  public EmbeddingModel setOutputCol(String column) {
    set(outputCol, column);
    return this;
  }

  /**
   * Sets what becomes of a row whose image cannot be read.
   *
   * @throws IllegalArgumentException if it is not error, skip or keep
   */
  public EmbeddingModel setHandleInvalid(String what) {
    set(handleInvalid, Invalid.of(what).written());
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> images) {
    StructType schema = transformSchema(images.schema());
    int column = images.schema().fieldIndex(getOrDefault(inputCol));
    Invalid invalid = Invalid.of(getOrDefault(handleInvalid));
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext());
    HadoopSettings hadoop = HadoopSettings.of(spark.hadoopConfiguration());
    // Never destroyed here: the result is computed later, perhaps more than once. Spark removes the
    // broadcasts when nobody refers to the result any more.
    Broadcast<SavedNetwork> sent = spark.broadcast(network);
    Broadcast<HadoopSettings> files = spark.broadcast(hadoop);
    BroadcastKey key = BroadcastKey.of(spark, sent);
    MapPartitionsFunction<Row, Row> embed =
        rows ->
            new EmbeddedRows(
                rows,
                column,
                invalid,
                new LentNetwork(key, sent.value()),
                new ImageColumn(sent.value(), files.value()));
    return images.toDF().mapPartitions(embed, Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String from = getOrDefault(inputCol);
    String to = getOrDefault(outputCol);
    Columns.require(schema, from, " of images", inputCol.name());
    DataType type = schema.apply(from).dataType();
    if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "The column '"
              + from
              + "' is "
              + type.simpleString()
              + "; an image is the content of an image file (binary) or its path (string)");
    }
    if (Arrays.asList(schema.fieldNames()).contains(to)) {
      throw new IllegalArgumentException(
          "There is a column '" + to + "' already; set outputCol to another name");
    }
    return schema.add(to, SQLDataTypes.VectorType(), invalidIsKept());
  }

  private boolean invalidIsKept() {
    return Invalid.of(getOrDefault(handleInvalid)) == Invalid.KEEP;
  }

  @Override
  public EmbeddingModel copy(ParamMap extra) {
    return copyValues(new EmbeddingModel(uid, network), extra).setParent(parent());
  }
}
