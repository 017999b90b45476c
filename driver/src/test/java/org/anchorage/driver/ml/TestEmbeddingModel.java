/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engines;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEmbeddingModel {

  private static final int IMAGES = 200;
  private static final RunSettings SETTINGS =
      SettingsReader.defaults()
          .with(
              List.of(
                  "image.width=16",
                  "image.height=16",
                  "encoder.name=residual",
                  "encoder.width=4",
                  "embedding.dim=8"))
          .read();
  private static final StructType CONTENT =
      new StructType().add("number", DataTypes.IntegerType).add("image", DataTypes.BinaryType);

  @TempDir Path directory;

  private final Embedder embedder = Engines.of(SETTINGS.typed()).embedder(SETTINGS.typed());

  private static byte[] drawing(int number) {
    return StrokeSource.draw(1, number % 6, number / 6);
  }

  private static Dataset<Row> drawings(int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      rows.add(RowFactory.create(i, drawing(i)));
    }
    return LocalSpark.session().createDataFrame(rows, CONTENT).repartition(partitions);
  }

  private EmbeddingModel model() throws IOException {
    return EmbeddingModel.of(SavedNetwork.of(embedder, SETTINGS));
  }

  private float[] vector(byte[] encoded) throws BadImageException {
    Settings settings = SETTINGS.typed();
    InputRule input = settings.encoder().input();
    byte[] pixels =
        new ImageDecoder(settings.image(), input, settings.imports().maxPixels()).decode(encoded);
    float[] image = new float[settings.image().bytes()];
    new Augmenter(settings.image(), input, settings.augment()).plain(pixels, image, 0);
    return embedder.embed(image, 1);
  }

  private void assertEmbedded(Dataset<Row> embedded) throws BadImageException {
    List<Row> rows = new ArrayList<>(embedded.collectAsList());
    rows.sort(Comparator.comparingInt(row -> row.getInt(0)));
    assertEquals(IMAGES, rows.size());
    for (int i = 0; i < IMAGES; i++) {
      double[] expected = new double[8];
      float[] alone = vector(drawing(i));
      Arrays.setAll(expected, d -> alone[d]);
      assertArrayEquals(expected, ((Vector) rows.get(i).get(2)).toArray(), 1e-6, "image " + i);
    }
  }

  @Test
  void embedsTheContentOfFiles() throws Exception {
    assertEmbedded(model().transform(drawings(3)));
  }

  @Test
  void embedsFilesByTheirPaths() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      Path file = Files.write(directory.resolve(i + ".png"), drawing(i));
      rows.add(RowFactory.create(i, file.toUri().toString()));
    }
    StructType paths =
        new StructType().add("number", DataTypes.IntegerType).add("path", DataTypes.StringType);
    assertEmbedded(
        model().setInputCol("path").transform(LocalSpark.session().createDataFrame(rows, paths)));
  }

  @Test
  void isTheSameAfterSaveAndLoad() throws Exception {
    String path = directory.resolve("model").toString();
    EmbeddingModel saved = model().setOutputCol("embedding").setHandleInvalid("keep");
    saved.write().save(path);
    EmbeddingModel loaded = EmbeddingModel.load(path);
    assertEquals(saved.uid(), loaded.uid());
    assertEquals("embedding", loaded.getOrDefault(loaded.outputCol()));
    assertEquals("keep", loaded.getOrDefault(loaded.handleInvalid()));
    assertEmbedded(loaded.transform(drawings(2)));
  }

  @Test
  void persistsInAPipeline() throws Exception {
    String path = directory.resolve("pipeline").toString();
    new Pipeline()
        .setStages(new PipelineStage[] {model()})
        .fit(drawings(1))
        .write()
        .overwrite()
        .save(path);
    assertEmbedded(PipelineModel.load(path).transform(drawings(2)));
  }

  @Test
  void aChangedFileIsRefused() throws Exception {
    Path path = directory.resolve("damaged");
    model().write().save(path.toString());
    Path network = path.resolve("network/network.zip");
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    ArtifactException refused =
        assertThrows(ArtifactException.class, () -> EmbeddingModel.load(path.toString()));
    assertTrue(String.valueOf(refused.getMessage()).contains("network.zip"), refused.toString());
  }

  private Dataset<Row> oneBadOfThree() {
    return LocalSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(0, drawing(0)),
                RowFactory.create(1, new byte[] {1, 2, 3}),
                RowFactory.create(2, null)),
            CONTENT)
        .coalesce(1);
  }

  @Test
  void anImageThatCannotBeReadStopsTheJob() throws Exception {
    Dataset<Row> embedded = model().transform(oneBadOfThree());
    SparkException failed = assertThrows(SparkException.class, embedded::collectAsList);
    assertTrue(
        String.valueOf(failed.getMessage())
            .contains(
                "set handleInvalid to skip or keep to go on without it. The row: [1, 3 bytes]"),
        failed.getMessage());
  }

  @Test
  void anImageThatCannotBeReadIsLeftOut() throws Exception {
    List<Row> rows = model().setHandleInvalid("skip").transform(oneBadOfThree()).collectAsList();
    assertEquals(List.of(0), rows.stream().map(row -> row.getInt(0)).toList());
  }

  @Test
  void anImageThatCannotBeReadHasNoVector() throws Exception {
    List<Row> rows = model().setHandleInvalid("keep").transform(oneBadOfThree()).collectAsList();
    assertEquals(List.of(false, true, true), rows.stream().map(row -> row.isNullAt(2)).toList());
  }

  @Test
  void wrongColumnsAreRefused() throws Exception {
    EmbeddingModel model = model();
    assertRefused(
        () -> model.setInputCol("photo").transformSchema(CONTENT),
        "There is no column 'photo' of images among [number, image]; set inputCol");
    assertRefused(
        () -> model.setInputCol("number").transformSchema(CONTENT),
        "The column 'number' is int; an image is the content of an image file (binary) or its path"
            + " (string)");
    assertRefused(
        () -> model.setInputCol("image").setOutputCol("number").transformSchema(CONTENT),
        "There is a column 'number' already; set outputCol to another name");
    assertRefused(
        () -> model.setHandleInvalid("drop"),
        "handleInvalid cannot be 'drop'; use error, skip or keep");
  }

  private static void assertRefused(Runnable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
