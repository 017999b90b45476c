/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.encoder.Encoders;
import org.anchorage.worker.encoder.layer.HostCopy;
import org.anchorage.worker.encoder.layer.RankingLossPass;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepResult;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestStockTwin {

  private static final int SIDE = 16;

  private static Settings settings(String encoder) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "encoder.name=" + encoder,
                "image.width=" + SIDE,
                "image.height=" + SIDE,
                "embedding.dim=8",
                "encoder.width=4",
                "loss.triplet.miner=batch-hard",
                "optimiser.name=sgd",
                "optimiser.weight-decay=0.01",
                "batch.classes=8",
                "batch.images=2"));
    if (encoder.equals("residual")) {
      words.add("image.channels=3");
    }
    return SettingsReader.defaults().with(words).settings();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2f2", "residual"})
  void embedsAndLearnsAsTheOwnLayersDo(String encoder) {
    Settings settings = settings(encoder);
    RankingLoss loss = RankingLosses.of(settings.loss(), 8);
    Learner own = new Learner(Encoders.create(settings, loss));
    ComputationGraph stock = StockTwin.of(settings, loss);
    assertThat(HostCopy.read(stock.params())).isEqualTo(own.parameters());
    if (encoder.equals("c2f2")) {
      readChannelsFirst(stock.getLayer("dense").getParam("W"));
    }
    NoiseBatch batch = NoiseBatch.of(settings, 0);
    int size = batch.labels().length;
    INDArray images =
        Nd4j.createFromArray(batch.images())
            .reshape('c', size, SIDE, SIDE, settings.image().channels())
            .permute(0, 3, 1, 2)
            .dup('c');

    for (int step = 0; step < 2; step++) {
      assertClose(
          HostCopy.read(stock.outputSingle(false, images)),
          new Embedder(own.network()).embed(batch.images(), size));
      StepResult result = own.step(batch.images(), batch.labels(), new Seed(step));
      stock.fit(
          new INDArray[] {images},
          new INDArray[] {Nd4j.createFromArray(batch.labels()).reshape(size, 1)});
      assertThat(((RankingLossPass) stock.getOutputLayer(0)).result().value())
          .isCloseTo(result.loss(), within(1e-4));
    }
  }

  /** Moves the rows of weights that read pixels, channels last, to where a stock layer has them. */
  private static void readChannelsFirst(INDArray weights) {
    int channels = 64;
    int pixels = (int) weights.size(0) / channels;
    INDArray before = weights.dup();
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        weights.putRow(
            channel * (long) pixels + pixel, before.getRow(pixel * (long) channels + channel));
      }
    }
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
