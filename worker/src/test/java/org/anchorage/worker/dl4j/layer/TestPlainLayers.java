/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.anchorage.worker.dl4j.layer.Single.channelsFirst;
import static org.anchorage.worker.dl4j.layer.Single.channelsLast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestPlainLayers {

  @Test
  void rectifiesLikeStockLayer() {
    INDArray images = Single.random(1, 3, 4, 5, 6);
    images.putScalar(0, 0);
    INDArray slope = Single.random(2, 3, 4, 5, 6);
    Single stock = Single.of(new ActivationLayer(new ActivationReLU()), 1);
    Single ours = Single.of(new Relu(), 1);

    assertThat(ours.activate(images, true)).isEqualTo(stock.activate(images, true));
    assertThat(ours.backward(slope)).isEqualTo(stock.backward(slope.dup()));
  }

  @Test
  void averagesLikeStockLayer() {
    INDArray images = Single.random(1, 3, 4, 5, 6);
    INDArray slope = Single.random(2, 3, 6);
    Single stock = Single.of(new GlobalPoolingLayer(PoolingType.AVG), 1);
    Single ours = Single.of(new GlobalAverage(), 1);

    assertClose(ours.activate(images, true), stock.activate(channelsFirst(images), true), 1e-5);
    assertClose(ours.backward(slope), channelsLast(stock.backward(slope)), 1e-5);
  }

  @Test
  void unitLengthsGradientIsItsDifference() {
    INDArray rows = Single.random(1, 4, 5);
    INDArray slope = Single.random(2, 4, 5);
    Single unit = Single.of(new UnitLength(), 1);
    INDArray lengths = unit.activate(rows, true).norm2(1);
    INDArray gradient = unit.backward(slope);

    assertClose(lengths, Nd4j.onesLike(lengths), 1e-6);
    float step = 1e-2f;
    for (int i = 0; i < rows.length(); i++) {
      double difference =
          value(unit, nudged(rows, i, step), slope) - value(unit, nudged(rows, i, -step), slope);
      assertThat(difference / (2 * step)).isCloseTo(gradient.getDouble(i), offset(2e-3));
    }
  }

  @Test
  void zeroHasNoDirection() {
    INDArray rows = Nd4j.createFromArray(new float[][] {{0, 0}, {1e-20f, 0}, {1e-4f, 0}});
    Single unit = Single.of(new UnitLength(), 1);

    INDArray result = unit.activate(rows, true);
    INDArray gradient = unit.backward(Nd4j.onesLike(rows));

    assertThat(result.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0}, {1e-12f, 0}, {1, 0}});
    assertThat(gradient.toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0}, {0, 0}, {0, 1e4f}});
  }

  private static double value(Single unit, INDArray rows, INDArray slope) {
    return unit.activate(rows, true).mul(slope).sumNumber().doubleValue();
  }

  private static INDArray nudged(INDArray rows, int index, float by) {
    INDArray copy = rows.dup();
    copy.putScalar(index, copy.getFloat(index) + by);
    return copy;
  }
}
