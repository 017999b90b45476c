/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLoss.Origin;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TestEncoders {

  private static final Contrastive LOSS = new Contrastive(Origin.BATCH_MEAN);

  @ParameterizedTest
  @MethodSource("org.anchorage.worker.dl4j.Batch#narrow")
  void sameSeedGivesSameParameters(String name) {
    float[] first = new Nd4jLearner(Encoders.create(small(name, "seed=3"), LOSS)).parameters();
    float[] again = new Nd4jLearner(Encoders.create(small(name, "seed=3"), LOSS)).parameters();
    float[] other = new Nd4jLearner(Encoders.create(small(name, "seed=4"), LOSS)).parameters();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void c2f2HasItsLayers() {
    Settings settings = SettingsReader.defaults().settings();

    ComputationGraph network = Encoders.create(settings, LOSS);

    // conv 1 x 32, conv 32 x 64, dense 1024 x 1024, dense 1024 x 512, and their biases
    assertThat(network.numParams())
        .isEqualTo(25L * 32 + 32 + 25L * 32 * 64 + 64 + 1024 * 1024 + 1024 + 1024L * 512 + 512);
    assertThat(network.conf().isMiniBatch()).isFalse();
  }

  @Test
  void residualDoublesItsChannels() {
    ComputationGraph network = Encoders.create(small("residual"), LOSS);

    assertThat(shape(network, "stage1-1-a-conv")).containsExactly(4, 4, 3, 3);
    assertThat(shape(network, "stage2-1-short-conv")).containsExactly(8, 4, 1, 1);
    assertThat(shape(network, "stage3-2-b-conv")).containsExactly(16, 16, 3, 3);
    assertThat(network.getVertex("stage1-1-short-conv")).isNull();
  }

  private static long[] shape(ComputationGraph network, String layer) {
    return network.getLayer(layer).getParam("W").shape();
  }

  @Test
  void rulesAreTheSettings() {
    assertThat(updater("optimiser.name=adam")).isEqualTo(new Adam(0.001, 0.9, 0.999, 1e-8));
    assertThat(updater("optimiser.name=sgd")).isEqualTo(new Sgd(0.001));
    assertThat(updater("optimiser.name=nesterov")).isEqualTo(new Nesterovs(0.001, 0.9));
  }

  private static Object updater(String word) {
    ComputationGraph network = Encoders.create(small("c2f2", word), LOSS);
    return network.getLayer("conv1").getConfig().getUpdaterByParam("W");
  }

  @Test
  void decaysWeightsOnly() {
    ComputationGraph network =
        Encoders.create(small("residual", "optimiser.weight-decay=0.5"), LOSS);

    assertThat(network.getLayer("embedding").getConfig().getRegularizationByParam("W")).hasSize(1);
    assertThat(network.getLayer("embedding").getConfig().getRegularizationByParam("b")).isEmpty();
    assertThat(network.getLayer("stem-norm").getConfig().getRegularizationByParam("gamma"))
        .isNullOrEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.anchorage.core.architecture.Architectures#names")
  void configurationRoundTripsThroughJson(String name) {
    ComputationGraphConfiguration configuration = Encoders.configuration(small(name), LOSS);

    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());

    assertThat(read).isEqualTo(configuration);
    assertThat(read.toJson()).isEqualTo(configuration.toJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2f2", "residual", "resnet-18", "mobilenet-v2"})
  void configurationTravelsWithItsLoss(String name) throws Exception {
    ComputationGraphConfiguration sent = Encoders.configuration(small(name), LOSS);

    ComputationGraph received = new ComputationGraph(copied(sent).clone());
    received.init();
    Batch batch = new Batch(small(name));
    double loss = new Nd4jLearner(received).step(batch.input(), new Seed(0)).loss();

    ComputationGraph direct = new ComputationGraph(sent);
    direct.init();
    assertThat(loss).isEqualTo(new Nd4jLearner(direct).step(batch.input(), new Seed(0)).loss());
  }

  @ParameterizedTest
  @MethodSource("org.anchorage.worker.dl4j.Batch#narrow")
  void savedNetworkEmbedsAndTrainsTheSame(String name) throws IOException {
    Settings settings = small(name);
    Batch batch = new Batch(settings);
    Nd4jLearner learner = new Nd4jLearner(Encoders.create(settings, LOSS));
    learner.step(batch.input(), new Seed(0));

    ComputationGraph loaded = saved(learner.network());

    assertThat(embedded(loaded, batch)).isEqualTo(embedded(learner.network(), batch));
    assertThatThrownBy(() -> new Nd4jLearner(loaded).step(batch.input(), new Seed(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call Encoders.attach first");
    Encoders.attach(loaded, LOSS);
    Nd4jLearner second = new Nd4jLearner(loaded);
    second.step(batch.input(), new Seed(0));
    learner.step(batch.input(), new Seed(0));
    assertThat(second.parameters()).isEqualTo(learner.parameters());
  }

  @Test
  void attachesToItsOwnNetworksOnly() {
    ComputationGraph stock =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                    "y",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .activation(new ActivationIdentity())
                        .nIn(2)
                        .nOut(2)
                        .build(),
                    "x")
                .setOutputs("y")
                .build());
    stock.init();

    assertThatThrownBy(() -> Encoders.attach(stock, LOSS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass one that Encoders made");
    assertThatThrownBy(() -> new Nd4jLearner(stock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot learn with a network whose output is OutputLayer");
  }

  @Test
  void normalisesWhenTold() {
    Batch batch = new Batch(small("c2f2"));

    float[] unit = embedded(Encoders.create(small("c2f2"), LOSS), batch);
    ComputationGraph plain = Encoders.create(small("c2f2", "embedding.normalise=false"), LOSS);

    double squares = 0;
    for (float value : unit) {
      squares += (double) value * value;
    }
    assertThat(squares).isCloseTo(batch.labels().length, offset(1e-4));
    assertThat(names(plain)).doesNotContain("unit");
  }

  private static List<String> names(ComputationGraph network) {
    List<String> names = new ArrayList<>();
    for (GraphVertex vertex : network.getVertices()) {
      names.add(vertex.getVertexName());
    }
    return names;
  }

  private static float[] embedded(ComputationGraph network, Batch batch) {
    return Nd4jEngine.embedder(network).embed(batch.images(), batch.labels().length);
  }

  private static ComputationGraph saved(ComputationGraph network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return ModelSerializer.restoreComputationGraph(
        new ByteArrayInputStream(bytes.toByteArray()), true);
  }

  private static ComputationGraphConfiguration copied(ComputationGraphConfiguration sent)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ComputationGraphConfiguration) in.readObject();
    }
  }

  private static Settings small(String name, String... words) {
    return Batch.small(name, words);
  }
}
