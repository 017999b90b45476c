/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.anchorage.worker.dl4j.layer.Single.channelsFirst;
import static org.anchorage.worker.dl4j.layer.Single.channelsLast;
import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class TestBatchNorm {

  @ParameterizedTest
  @CsvSource({
    "2, 3, 4, 5, 0",
    "8, 7, 7, 16, 0",
    "4, 1, 1, 3, 0",
    "8, 8, 8, 32, 3",
    "8, 8, 8, 4, 30"
  })
  void agreesWithStockLayer(int batch, int height, int width, int channels, double centre) {
    INDArray images = Single.random(1, batch, height, width, channels).addi(centre);
    INDArray slope = Single.random(3, batch, height, width, channels);
    Single stock = Single.of(stock(channels), 2);
    INDArray expected = channelsLast(stock.activate(channelsFirst(images), true));
    INDArray expectedSlope = channelsLast(stock.backward(channelsFirst(slope)));
    Single ours = Single.of(ours(channels), 2);

    assertClose(ours.activate(images, true), expected, 1e-4);
    assertClose(ours.backward(slope), expectedSlope, 1e-4);
    assertClose(ours.gradient(), stock.gradient(), 1e-4);
  }

  @ParameterizedTest
  @CsvSource({"8, 7, 7, 16, 0", "4, 5, 6, 3, 30"})
  void withRectifierIsTheTwoLayers(int batch, int height, int width, int channels, double centre) {
    INDArray images = Single.random(1, batch, height, width, channels).addi(centre);
    INDArray slope = Single.random(3, batch, height, width, channels);
    Single norm = Single.of(ours(channels), 2);
    Single relu = Single.of(new Relu(), 1);
    Single both = Single.of(shaped(BatchNorm.rectified(), channels), 2);

    INDArray expected = relu.activate(norm.activate(images, true), true);
    assertClose(both.activate(images, true), expected, 1e-5);
    assertClose(both.backward(slope), norm.backward(relu.backward(slope)), 1e-5);
    assertClose(both.gradient(), norm.gradient(), 1e-5);
    assertClose(
        both.activate(images, false), relu.activate(norm.activate(images, false), false), 1e-5);
  }

  @Test
  void evaluatesWithRunningAverages() {
    INDArray images = Single.random(1, 4, 5, 6, 7);
    Single stock = Single.of(stock(7), 2);
    Single ours = Single.of(ours(7), 2);

    assertClose(
        ours.activate(images, false),
        channelsLast(stock.activate(channelsFirst(images), false)),
        1e-4);
  }

  @Test
  void keepsItsDigitsFarOffCentre() {
    INDArray near = Single.random(1, 8, 8, 8, 4);
    // A power of two: adding it loses the same last digits for everybody.
    INDArray far = near.add(4096);
    INDArray exact = far.castTo(DataType.DOUBLE).subi(4096).castTo(DataType.FLOAT);
    INDArray slope = Single.random(3, 8, 8, 8, 4);
    Single ofNear = Single.of(ours(4), 2);
    Single ofFar = Single.of(ours(4), 2);

    assertClose(ofFar.activate(far, true), ofNear.activate(exact, true), 1e-2);
    assertClose(ofFar.backward(slope), ofNear.backward(slope), 1e-2);
  }

  @Test
  void survivesConstantChannel() {
    INDArray images = Single.random(1, 2, 3, 3, 2).muli(0).addi(0.7);
    Single ours = Single.of(ours(2), 2);

    INDArray result = ours.activate(images, true);
    INDArray slope = ours.backward(Single.random(3, 2, 3, 3, 2));

    assertThat(Double.isFinite(result.norm2Number().doubleValue())).isTrue();
    assertThat(Double.isFinite(slope.norm2Number().doubleValue())).isTrue();
  }

  private static BatchNormalization stock(int channels) {
    BatchNormalization conf =
        new BatchNormalization.Builder().nIn(channels).nOut(channels).useLogStd(false).build();
    conf.setDecay(0.9);
    return conf;
  }

  private static BatchNorm ours(int channels) {
    return shaped(new BatchNorm(), channels);
  }

  private static BatchNorm shaped(BatchNorm conf, int channels) {
    conf.setNIn(channels);
    conf.setNOut(channels);
    return conf;
  }
}
