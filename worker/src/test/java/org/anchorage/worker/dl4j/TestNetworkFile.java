/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.StepInput;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;

class TestNetworkFile {

  private static Nd4jLearner trained(String... words) {
    Settings settings =
        SettingsReader.defaults()
            .with(List.of("image.width=16", "image.height=16", "embedding.dim=8"))
            .with(List.of(words))
            .settings();
    Nd4jLearner learner =
        new Nd4jLearner(Encoders.create(settings, RankingLosses.of(settings.loss(), 2)));
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

  @Test
  void whatIsNoNetworkIsRefused() {
    assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(new byte[] {1, 2, 3})))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The file holds no network in DL4J's format: ");
  }
}
