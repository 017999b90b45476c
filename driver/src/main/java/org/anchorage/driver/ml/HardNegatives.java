/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.util.List;
import java.util.UUID;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.MinedCorpus;
import org.anchorage.driver.mine.MinedFrom;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the hard negatives of labelled vectors: for each id, images of other classes that lie near.
 * The input has a column of ids, which must be unique, one of labels and one of vectors (Spark
 * ML's, as {@link EmbeddingModel} gives). The output has a row for each negative: {@code anchor},
 * {@code rank} (from 0, nearest first), {@code negative} and {@code similarity} (cosine).
 *
 * <pre>{@code
 * Dataset<Row> negatives =
 *     new HardNegatives().setDirectory("hdfs:///tmp/mined").setIdCol("path").transform(vectors);
 * }</pre>
 *
 * <p>The settings of {@code mine} in {@code conf/defaults.conf}, and {@code seed}, are parameters
 * of their names. The search runs when {@link #transform} is called, and not later. Each call
 * writes a mined table, with its statistics, into a new directory below {@code directory}; remove
 * it when it is needed no more.
 *
 * <p>Not thread-safe.
 */
public final class HardNegatives extends Transformer implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> directory;
  private final Param<String> idCol;
  private final Param<String> labelCol;
  private final Param<String> vectorCol;
  private final transient SettingParams settings;

  /** Creates the stage. */
  public HardNegatives() {
    this(Identifiable$.MODULE$.randomUID("hard-negatives"));
  }

  /** Creates the stage with an id, as Spark ML does when it reads one. */
  public HardNegatives(String uid) {
    this.uid = uid;
    this.directory = new Param<>(uid, "directory", "URI where mined tables are written");
    this.idCol = new Param<>(uid, "idCol", "column of ids");
    this.labelCol = new Param<>(uid, "labelCol", "column of classes");
    this.vectorCol = new Param<>(uid, "vectorCol", "column of vectors");
    this.settings = new SettingParams(this, key -> key.equals("seed") || key.startsWith("mine."));
    setDefault(idCol, "id");
    setDefault(labelCol, "label");
    setDefault(vectorCol, "vector");
  }

  /** Reads a stage that {@code save} wrote. */
  public static HardNegatives load(String path) {
    return read().load(path);
  }

  /** Returns a reader of stages that {@code save} wrote. */
  public static MLReader<HardNegatives> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<?>[] params() {
    return settings.after(directory, idCol, labelCol, vectorCol);
  }

  /** Parameter: where mined tables are written; it has no default. */
  public Param<String> directory() {
    return directory;
  }

  /** Parameter: the column of ids; default {@code id}. */
  public Param<String> idCol() {
    return idCol;
  }

  /** Parameter: the column of classes; default {@code label}. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Parameter: the column of vectors; default {@code vector}. */
  public Param<String> vectorCol() {
    return vectorCol;
  }

  /** Sets where mined tables are written, on a filesystem that executors reach. */
  public HardNegatives setDirectory(String uri) {
    set(directory, uri);
    return this;
  }

  /** Sets the column of ids. */
  public HardNegatives setIdCol(String column) {
    set(idCol, column);
    return this;
  }

  /** Sets the column of classes. */
  public HardNegatives setLabelCol(String column) {
    set(labelCol, column);
    return this;
  }

  /** Sets the column of vectors. */
  public HardNegatives setVectorCol(String column) {
    set(vectorCol, column);
    return this;
  }

  /**
   * Sets a setting, e.g. {@code mine.neighbours}, as it is written in a configuration.
   *
   * @throws ConfigurationException if there is no such key
   */
  public HardNegatives setSetting(String key, String value) {
    set(settings.of(key), value);
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> vectors) {
    var unused = transformSchema(vectors.schema());
    if (!isSet(directory)) {
      throw new ConfigurationException(
          "directory", "", "name where the mined table is written; call setDirectory");
    }
    SparkSession session = vectors.sparkSession();
    RunSettings read = settings.read();
    Path place = new Path(getOrDefault(directory), "mined-" + UUID.randomUUID());
    LabelledVectors labelled =
        LabelledVectors.write(
            vectors
                .toDF()
                .select(getOrDefault(idCol), getOrDefault(labelCol), getOrDefault(vectorCol)),
            new Path(place, "input"));
    Path table = new Path(place, "table");
    new MineStage(
            session,
            read.typed().mine(),
            read.written(),
            new MinedCorpus(
                labelled.catalogue(),
                labelled::items,
                new Manifest.Parent("vectors", labelled.blocks().location(), "")),
            new Seed(read.typed().seed()).derive("mine"))
        .run(
            labelled.blocks(),
            labelled.rows(),
            MinedFrom.unknown(),
            table,
            WhenExists.REFUSE,
            Quiet.STAGES);
    labelled.blocks().delete();
    return MineStage.negatives(session, table);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    for (Param<String> of : List.of(idCol, labelCol, vectorCol)) {
      Columns.require(schema, getOrDefault(of), "", of.name());
    }
    var type = schema.apply(getOrDefault(vectorCol)).dataType();
    if (!type.equals(SQLDataTypes.VectorType())) {
      throw new IllegalArgumentException(
          "The column '"
              + getOrDefault(vectorCol)
              + "' is "
              + type.simpleString()
              + "; pass Spark ML's vectors, as EmbeddingModel gives them");
    }
    return new StructType()
        .add("anchor", DataTypes.StringType, false)
        .add("rank", DataTypes.IntegerType, false)
        .add("negative", DataTypes.StringType, false)
        .add("similarity", DataTypes.FloatType, false);
  }

  @Override
  public HardNegatives copy(ParamMap extra) {
    return copyValues(new HardNegatives(uid), extra);
  }
}
