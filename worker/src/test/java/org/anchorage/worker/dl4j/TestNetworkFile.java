/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.StepInput;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;

class TestNetworkFile {

  private static Nd4jLearner untrained(String... words) {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("image.width=16", "image.height=16", "embedding.dim=8"))
            .with(List.of(words))
            .settings();
    return new Nd4jLearner(Encoders.create(settings, RankingLosses.of(settings.loss(), 2)));
  }

  private static Nd4jLearner trained(String... words) {
    Nd4jLearner learner = untrained(words);
    learner.step(StepInput.of(noise(4 * 16 * 16), new int[] {0, 0, 1, 1}), new Seed(0));
    return learner;
  }

  private static float[] noise(int size) {
    float[] noise = new float[size];
    var random = new Seed(1).generator();
    for (int i = 0; i < size; i++) {
      noise[i] = (float) random.nextDouble();
    }
    return noise;
  }

  private static byte[] written(Nd4jLearner learner) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NetworkFile.write(learner.network(), out);
    return out.toByteArray();
  }

  @Test
  void readsBackParametersMomentsAndEmbeddings() throws IOException {
    Nd4jLearner learner = trained();
    Nd4jLearner read =
        new Nd4jLearner(NetworkFile.read(new ByteArrayInputStream(written(learner))));
    assertThat(read.parameters()).isEqualTo(learner.parameters());
    assertThat(read.optimiserState()).isEqualTo(learner.optimiserState()).isNotEmpty();
    float[] image = noise(16 * 16);
    assertThat(Nd4jEngine.embedder(read.network()).embed(image, 1))
        .isEqualTo(Nd4jEngine.embedder(learner.network()).embed(image, 1));
  }

  @Test
  void holdsWhatModelSerializerWrites() throws IOException {
    Nd4jLearner learner = trained();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelSerializer.writeModel(learner.network(), out, true);
    ComputationGraph theirs =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(out.toByteArray()), true);
    ComputationGraph ours = NetworkFile.read(new ByteArrayInputStream(written(learner)));
    assertThat(ours.params()).isEqualTo(theirs.params());
    assertThat(ours.getUpdater().getUpdaterStateViewArray())
        .isEqualTo(theirs.getUpdater().getUpdaterStateViewArray());
    assertThat(ours.getConfiguration().toJson()).isEqualTo(theirs.getConfiguration().toJson());
  }

  @Test
  void plainDescentHasNoMomentsToWrite() throws IOException {
    Nd4jLearner learner = trained("optimiser.name=sgd");
    Nd4jLearner read =
        new Nd4jLearner(NetworkFile.read(new ByteArrayInputStream(written(learner))));
    assertThat(read.parameters()).isEqualTo(learner.parameters());
    assertThat(read.optimiserState()).isEmpty();
  }

  /** A file of version 0.1, whose layers lay in another package. */
  @Test
  void readsTheNamesThatLayersHadBefore() throws IOException {
    String old;
    try (InputStream in = TestNetworkFile.class.getResourceAsStream("/networks/c2f2-0.1.json")) {
      old = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(old).contains("\"org.anchorage.worker.encoder.layer.Convolution\"");
    Nd4jLearner learner = untrained("image.width=28", "image.height=28", "loss.name=margin");
    Map<String, byte[]> parts = parts(written(learner));
    parts.put(ModelSerializer.CONFIGURATION_JSON, old.getBytes(StandardCharsets.UTF_8));

    ComputationGraph read = NetworkFile.read(new ByteArrayInputStream(zip(parts)));

    assertThat(new Nd4jLearner(read).parameters()).isEqualTo(learner.parameters());
    assertThat(read.getConfiguration().toJson())
        .isEqualTo(learner.network().getConfiguration().toJson());
  }

  /** Without this a network written today could not be read once the layers have moved. */
  @Test
  void thePackageOfTodayIsAmongThoseThatAreKnown() {
    assertThat(LayerNames.PACKAGES).contains(RankingLossLayer.class.getPackageName());
  }

  @Test
  void whatIsNoNetworkIsRefused() throws IOException {
    refused(new byte[] {1, 2, 3}, "it has no configuration.json");
    Map<String, byte[]> parts = parts(written(trained()));
    refused(zip(without(parts, ModelSerializer.COEFFICIENTS_BIN)), "it has no coefficients.bin");
    refused(
        zip(without(parts, ModelSerializer.CONFIGURATION_JSON)),
        "it has no configuration.json, or has it behind the parameters");
    for (String json :
        List.of("{}", "{", "[1]", "{\"vertices\":{\"a\":{\"@class\":\"no.Such\"}}}")) {
      parts.put(ModelSerializer.CONFIGURATION_JSON, json.getBytes(StandardCharsets.UTF_8));
      refused(zip(parts), "");
    }
  }

  @Test
  void aFileThatAsksForMoreMemoryThanItsNetworkNeedsIsRefused() throws IOException {
    Map<String, byte[]> parts = parts(written(trained()));
    byte[] array = Objects.requireNonNull(parts.get(ModelSerializer.COEFFICIENTS_BIN));
    parts.put(ModelSerializer.COEFFICIENTS_BIN, withLength(array, 1L << 40));
    refused(
        zip(parts), "coefficients.bin says that it holds 1099511627776 values; its network has");
    parts.put(ModelSerializer.COEFFICIENTS_BIN, withLength(array, -1));
    refused(zip(parts), "coefficients.bin says that it holds -1 values");
    parts.put(ModelSerializer.COEFFICIENTS_BIN, withLength(array, 4));
    refused(zip(parts), "coefficients.bin has a shape of ");

    parts.put(ModelSerializer.COEFFICIENTS_BIN, array);
    parts.put(ModelSerializer.CONFIGURATION_JSON, new byte[NetworkReader.MOST_JSON + 1]);
    refused(zip(parts), "configuration.json has more than 16777216 bytes");
  }

  @Test
  void aFileThatEndsTooEarlyIsRefused() throws IOException {
    byte[] whole = written(trained());
    for (int length : new int[] {100, whole.length / 2, whole.length - 3000}) {
      assertThatThrownBy(
              () -> NetworkFile.read(new ByteArrayInputStream(Arrays.copyOf(whole, length))))
          .isInstanceOf(IOException.class)
          .hasMessage("The file of the network ends too early");
    }
  }

  private static void refused(byte[] file, String reason) {
    assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(file)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The file holds no network in DL4J's format: " + reason);
  }

  /** Returns an array of a file with another length in its header. */
  private static byte[] withLength(byte[] array, long length) {
    ByteBuffer changed = ByteBuffer.wrap(array.clone());
    changed.position(2 + changed.getShort());
    long shape = changed.getLong();
    int type = changed.getShort();
    changed.position(changed.position() + type + (int) shape * Long.BYTES);
    int mode = changed.getShort();
    changed.position(changed.position() + mode);
    changed.putLong(length);
    return changed.array();
  }

  private static Map<String, byte[]> parts(byte[] file) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      parts.put(entry.getName(), zip.readAllBytes());
    }
    return parts;
  }

  private static Map<String, byte[]> without(Map<String, byte[]> parts, String name) {
    Map<String, byte[]> others = new LinkedHashMap<>(parts);
    others.remove(name);
    return others;
  }

  private static byte[] zip(Map<String, byte[]> parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
      }
    }
    return out.toByteArray();
  }
}
