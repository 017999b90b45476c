/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.seed.Seed;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

class TestDense {

  @ParameterizedTest
  @CsvSource({"1, 3, 2", "7, 24, 5", "16, 96, 64"})
  void agreesWithStockLayer(int batch, int in, int out) {
    INDArray rows = Single.random(1, batch, in);
    Single stock =
        Single.of(
            new DenseLayer.Builder().nIn(in).nOut(out).activation(new ActivationIdentity()).build(),
            2);
    INDArray expected = stock.activate(rows, true);
    INDArray slope = Single.random(3, batch, out);
    INDArray expectedSlope = stock.backward(slope);
    Single ours = Single.of(dense(in, out), 2);

    assertClose(ours.activate(rows, true), expected, 1e-4);
    assertClose(ours.backward(slope), expectedSlope, 1e-4);
    assertClose(ours.gradient(), stock.gradient(), 1e-4);
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 4, 5, 6"})
  void readsImagesAsRows(int batch, int height, int width, int channels, int out) {
    int in = height * width * channels;
    INDArray images = Single.random(1, batch, height, width, channels);
    INDArray slope = Single.random(2, batch, out);
    Single ofRows = Single.of(dense(in, out), 3);
    Single ofImages = Single.of(dense(in, out), 3);

    INDArray expected = ofRows.activate(images.reshape('c', batch, in), true);

    assertThat(ofImages.activate(images, true)).isEqualTo(expected);
    assertThat(ofImages.backward(slope))
        .isEqualTo(ofRows.backward(slope).reshape('c', batch, height, width, channels));
    assertThat(ofImages.gradient()).isEqualTo(ofRows.gradient());
  }

  private static Dense dense(int in, int out) {
    Dense conf = new Dense(out, new SeededWeights(new Seed(1), 1));
    conf.setNIn(in);
    return conf;
  }
}
