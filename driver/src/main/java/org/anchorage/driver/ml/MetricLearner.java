/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.anchorage.core.config.ImportColumns;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.imports.ImportException;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.train.TrainStage;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Trains an embedding on a DataFrame of labelled images, and gives an {@link EmbeddingModel}. The
 * images are the content of image files ({@code binary}). A column {@code split} may say {@code
 * train}, {@code validation} or {@code test}; without one, all images are trained on.
 *
 * <pre>{@code
 * EmbeddingModel model =
 *     new MetricLearner()
 *         .setDirectory("hdfs:///models/birds")
 *         .setSetting("loss.name", "triplet")
 *         .setSetting("epochs", "8")
 *         .fit(images);
 * }</pre>
 *
 * <p>Every key of {@code conf/defaults.conf} is a parameter of its name, but for {@code corpus},
 * {@code run} and those of {@code spark}: a session is there already. Each fit writes a corpus and
 * a run into a new directory {@code fit-NNNN} of {@code directory}: the run can be evaluated,
 * indexed and reported as any other. Remove it when it is needed no more.
 *
 * <p>Not thread-safe.
 */
public final class MetricLearner extends Estimator<EmbeddingModel>
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> directory;
  private final transient SettingParams settings;

  /** Creates a learner. */
  public MetricLearner() {
    this(Identifiable$.MODULE$.randomUID("metric-learner"));
  }

  /** Creates a learner with an id, as Spark ML does when it reads one. */
  public MetricLearner(String uid) {
    this.uid = uid;
    this.directory = new Param<>(uid, "directory", "URI where corpora and runs are written");
    this.settings = new SettingParams(this, MetricLearner::isParameter);
  }

  private static boolean isParameter(String key) {
    return !key.equals(Settings.CORPUS.path())
        && !key.equals(Settings.RUN.path())
        && !key.startsWith("spark.");
  }

  /** Reads a learner that {@code save} wrote. */
  public static MetricLearner load(String path) {
    return read().load(path);
  }

  /** Returns a reader of learners that {@code save} wrote. */
  public static MLReader<MetricLearner> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Param<?>[] params() {
    return settings.after(directory);
  }

  /** Parameter: where corpora and runs are written; it has no default. */
  public Param<String> directory() {
    return directory;
  }

  /** Sets where corpora and runs are written, on a filesystem that executors reach. */
  public MetricLearner setDirectory(String uri) {
    set(directory, uri);
    return this;
  }

  /**
   * Sets a setting, e.g. {@code loss.name}, as it is written in a configuration.
   *
   * @throws ConfigurationException if there is no such key
   */
  public MetricLearner setSetting(String key, String value) {
    set(settings.of(key), value);
    return this;
  }

  /** Sets the column of images; default {@code image}. */
  public MetricLearner setImageCol(String column) {
    return setSetting(ImportColumns.IMAGE.path(), column);
  }

  /** Sets the column of labels, which may be of any simple type; default {@code label}. */
  public MetricLearner setLabelCol(String column) {
    return setSetting(ImportColumns.LABEL.path(), column);
  }

  /** Sets the column of splits; default {@code split}, which need not be there. */
  public MetricLearner setSplitCol(String column) {
    return setSetting(ImportColumns.SPLIT.path(), column);
  }

  /**
   * Trains.
   *
   * @throws ImportException if a column is missing, or too many images are bad
   * @throws ConfigurationException if no directory is set, or the settings do not go together
   */
  @Override
  public EmbeddingModel fit(Dataset<?> images) {
    SparkSession session = images.sparkSession();
    Path place = free(session);
    String run = new Path(place, "run").toString();
    String corpus = new Path(place, "corpus").toString();
    RunSettings begun =
        settings.read(Settings.CORPUS.path() + "=" + corpus, Settings.RUN.path() + "=" + run);
    // A view has no quotes or dashes in its name.
    String view = "anchorage_" + UUID.randomUUID().toString().replace("-", "");
    images.createOrReplaceTempView(view);
    try {
      new ImportStage(
              session, begun.typed().imports(), new Seed(begun.typed().seed()), Quiet.STAGES)
          .run("spark-table:" + view, SourceFormat.AUTO, corpus, WhenExists.REFUSE);
    } finally {
      session.catalog().dropTempView(view);
    }
    new TrainStage(session, Quiet.STAGES).begin(begun);
    EmbeddingModel model = EmbeddingModel.ofRun(session, run);
    model.setInputCol(begun.typed().imports().columns().images().get(0));
    return model.setParent(this);
  }

  /** Returns a directory for one fit that is not there yet. */
  private Path free(SparkSession session) {
    if (!isSet(directory)) {
      throw new ConfigurationException(
          "directory", "", "name where the corpus and the run are written; call setDirectory");
    }
    Path all = new Path(getOrDefault(directory));
    try {
      FileSystem files = all.getFileSystem(session.sparkContext().hadoopConfiguration());
      for (int number = 1; ; number++) {
        Path place = new Path(all, String.format(Locale.ROOT, "fit-%04d", number));
        if (!files.exists(place)) {
          return place;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + all + ": " + e.getMessage(), e);
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    for (Param<String> of :
        List.of(settings.of(ImportColumns.IMAGE.path()), settings.of(ImportColumns.LABEL.path()))) {
      if (isSet(of)) {
        Columns.require(schema, getOrDefault(of), "", of.name());
      }
    }
    return schema.add("vector", SQLDataTypes.VectorType(), false);
  }

  @Override
  public MetricLearner copy(ParamMap extra) {
    return copyValues(new MetricLearner(uid), extra);
  }
}
