/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.StepResult;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestStockNetwork {

  private static final String[] PLAIN = {
    "optimiser.name=sgd", "optimiser.weight-decay=0.01", "loss.triplet.miner=batch-hard"
  };

  /** Backbones have layers that DL4J has not; the stock engine refuses them. */
  static List<String> translated() {
    return Architectures.names().stream()
        .filter(name -> !Architectures.find(name).orElseThrow().isBackbone())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("translated")
  void learnsAsTheOwnLayersDo(String encoder) {
    Settings settings = Batch.small(encoder, PLAIN);
    Batch batch = new Batch(settings);
    RankingLoss loss = RankingLosses.of(settings.loss(), 4);
    Nd4jLearner own = new Nd4jLearner(Encoders.create(settings, loss));
    ComputationGraph stock = StockNetwork.training(settings, loss);
    assertThat(HostCopy.read(stock.params())).isEqualTo(own.parameters());
    // The same weights, as a stock layer reads them.
    float[] embedding = Encoders.embeddingParameters(settings, own.parameters());
    stock.params().assign(StockNetwork.embedding(settings, embedding).params());

    for (int step = 0; step < 2; step++) {
      StepResult result = own.step(batch.input(), new Seed(step));
      stock.fit(
          new INDArray[] {channelsFirst(settings, batch)},
          new INDArray[] {Nd4j.createFromArray(batch.labels()).reshape(16, 1)});

      assertThat(((RankingLossPass) stock.getOutputLayer(0)).result().value())
          .isCloseTo(result.loss(), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("translated")
  void openedByDl4jAloneItEmbedsAsTheOwnLayersDo(String encoder) throws IOException {
    Settings settings = Batch.small(encoder, PLAIN);
    Batch batch = new Batch(settings);
    Nd4jLearner own =
        new Nd4jLearner(Encoders.create(settings, RankingLosses.of(settings.loss(), 4)));
    for (int step = 0; step < 3; step++) {
      own.step(batch.input(), new Seed(step));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();

    NetworkFile.write(
        StockNetwork.embedding(settings, Encoders.embeddingParameters(settings, own.parameters())),
        file);
    ComputationGraph opened =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()));

    assertThat(opened.getConfiguration().toJson()).doesNotContain("anchorage");
    assertClose(
        HostCopy.read(opened.outputSingle(false, channelsFirst(settings, batch))),
        Nd4jEngine.embedder(own.network()).embed(batch.images(), 16));
  }

  private static INDArray channelsFirst(Settings settings, Batch batch) {
    return Nd4j.createFromArray(batch.images())
        .reshape(
            'c',
            batch.labels().length,
            settings.image().height(),
            settings.image().width(),
            settings.image().channels())
        .permute(0, 3, 1, 2)
        .dup('c');
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double off = 0;
    for (int i = 0; i < actual.length; i++) {
      off = Math.max(off, Math.abs(actual[i] - expected[i]));
    }
    assertThat(off).isLessThan(1e-3);
    assertThat(Arrays.equals(expected, new float[expected.length])).isFalse();
  }
}
