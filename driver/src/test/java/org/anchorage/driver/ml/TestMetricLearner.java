/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.StrokeSource;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMetricLearner {

  private static final int CLASSES = 12;
  private static final int IMAGES = 6;

  @TempDir Path directory;

  private static Dataset<Row> drawings() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < CLASSES * IMAGES; i++) {
      int own = i / IMAGES;
      rows.add(
          RowFactory.create(
              "item-" + i,
              StrokeSource.draw(1, own, i % IMAGES),
              "character " + own,
              own < 8 ? "train" : "test"));
    }
    return LocalSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.StringType)
                .add("drawing", DataTypes.BinaryType)
                .add("character", DataTypes.StringType)
                .add("split", DataTypes.StringType));
  }

  private MetricLearner learner() {
    return new MetricLearner()
        .setDirectory(directory.resolve("models").toString())
        .setImageCol("drawing")
        .setLabelCol("character")
        .setSetting("image.width", "16")
        .setSetting("image.height", "16")
        .setSetting("encoder.name", "residual")
        .setSetting("encoder.width", "4")
        .setSetting("embedding.dim", "8")
        .setSetting("batch.classes", "4")
        .setSetting("batch.images", "2")
        .setSetting("workers", "1")
        .setSetting("epochs", "1");
  }

  @Test
  void trainsAndMinesInPipelines() throws Exception {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  learner(),
                  new HardNegatives()
                      .setDirectory(directory.resolve("mined").toString())
                      .setLabelCol("character")
                      .setSetting("mine.neighbours", "30")
                      .setSetting("mine.rank-to", "30")
                      .setSetting("mine.negatives", "2")
                });
    Dataset<Row> drawings = drawings();
    String saved = directory.resolve("pipeline").toString();
    pipeline.write().save(saved);
    PipelineModel model = Pipeline.load(saved).fit(drawings);
    assertThat(directory.resolve("models/fit-0001/run/metrics.jsonl")).exists();
    assertThat(directory.resolve("models/fit-0001/corpus/manifest.json")).exists();
    model.write().save(directory.resolve("model").toString());
    List<Row> negatives =
        PipelineModel.load(directory.resolve("model").toString())
            .transform(drawings())
            .collectAsList();
    assertThat(negatives).isNotEmpty().allSatisfy(row -> assertThat(row.getInt(1)).isBetween(0, 1));
    for (Row row : negatives) {
      assertThat(own(row.getString(0))).isNotEqualTo(own(row.getString(2)));
    }
    EmbeddingModel embedding =
        EmbeddingModel.ofRun(
            LocalSpark.session(), directory.resolve("models/fit-0001/run").toString());
    assertThat(embedding.setInputCol("drawing").transform(drawings()).count())
        .isEqualTo(CLASSES * IMAGES);
  }

  private static int own(String id) {
    return Integer.parseInt(id.substring("item-".length())) / IMAGES;
  }

  @Test
  void everySettingIsAParameter() {
    MetricLearner learner = learner();
    assertThat(learner.getOrDefault(learner.getParam("embedding.dim"))).isEqualTo("8");
    assertThat(learner.hasParam("loss.triplet.margin")).isTrue();
    assertThat(learner.hasParam("corpus")).isFalse();
    assertThatThrownBy(() -> learner.setSetting("los.name", "triplet"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("MetricLearner has no such setting");
    assertThatThrownBy(() -> new HardNegatives().setSetting("epochs", "3"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("HardNegatives has no such setting");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> new MetricLearner().fit(drawings()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("name where the corpus and the run are written; call setDirectory");
    assertThatThrownBy(() -> learner().setLabelCol("kind").transformSchema(drawings().schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no column 'kind' among [id, drawing, character, split]; set"
                + " import.label-column");
    assertThatThrownBy(
            () ->
                new HardNegatives()
                    .setVectorCol("drawing")
                    .setLabelCol("character")
                    .transformSchema(drawings().schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The column 'drawing' is binary; pass Spark ML's vectors, as EmbeddingModel gives"
                + " them");
  }

  @Test
  void aSecondFitHasItsOwnPlace() throws Exception {
    Files.createDirectories(directory.resolve("models/fit-0001"));
    var unused = learner().setSetting("epochs", "0").fit(drawings());
    assertThat(directory.resolve("models/fit-0002/run/run.conf")).exists();
  }
}
