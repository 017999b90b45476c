/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.anchorage.worker.dl4j.layer.Single.channelsFirst;
import static org.anchorage.worker.dl4j.layer.Single.channelsLast;
import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestMaxPool {

  @ParameterizedTest
  @CsvSource({"4, 6, 3", "5, 7, 2", "24, 24, 32", "9, 4, 1", "2, 3, 5"})
  void agreesWithStockLayer(int height, int width, int channels) {
    INDArray images = Single.random(1, 3, height, width, channels);
    Single stock =
        Single.of(
            new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(), 1);
    Single ours = Single.of(new MaxPool(), 1);
    INDArray expected = channelsLast(stock.activate(channelsFirst(images), true));
    INDArray slope = Single.random(2, expected.shape());

    assertThat(ours.activate(images, true)).isEqualTo(expected);
    assertClose(ours.backward(slope), channelsLast(stock.backward(channelsFirst(slope))), 1e-7);
  }

  @Test
  void ofEqualPixelsOneTakesTheGradient() {
    // A channel a column: all equal; right ones equal; lower right and upper left equal.
    INDArray images =
        Nd4j.createFromArray(
                new float[] {
                  -3, 1, 5, /**/ -3, 2, 0,
                  -3, 0, 1, /**/ -3, 2, 5
                })
            .reshape('c', 1, 2, 2, 3);
    Single pool = Single.of(new MaxPool(), 1);

    INDArray pooled = pool.activate(images, true);
    INDArray gradient =
        pool.backward(Nd4j.createFromArray(new float[] {7, 8, 9}).reshape('c', 1, 1, 1, 3));

    assertThat(HostCopy.read(pooled)).containsExactly(-3, 2, 5);
    assertThat(HostCopy.read(gradient))
        .containsExactly(7, 0, 9, /**/ 0, 8, 0, 0, 0, 0, /**/ 0, 0, 0);
  }

  @Test
  void pixelsThatDifferByTheLastBitAreTold() {
    float next = Math.nextUp(0.7f);
    INDArray images =
        Nd4j.createFromArray(new float[] {0.7f, next, 0.7f, 0.7f}).reshape('c', 1, 2, 2, 1);
    Single pool = Single.of(new MaxPool(), 1);
    pool.activate(images, true);

    INDArray gradient =
        pool.backward(Nd4j.createFromArray(new float[] {2}).reshape('c', 1, 1, 1, 1));

    assertThat(HostCopy.read(gradient)).containsExactly(0, 2, 0, 0);
  }
}
