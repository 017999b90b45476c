/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The convolutions of pretrained networks against the plainest loops in double precision. */
class TestConvolutionProducts {

  private static final double SHARE = 2e-6;

  @ParameterizedTest
  @CsvSource({
    // side, stride, before, after, height, width, channels
    "3, 1, 1, 1, 7, 7, 16",
    "3, 1, 1, 1, 4, 5, 144",
    "3, 1, 1, 1, 1, 1, 33",
    "3, 1, 1, 1, 2, 9, 600",
    "3, 2, 1, 1, 8, 8, 33",
    "3, 2, 1, 1, 7, 9, 3",
    "3, 2, 0, 1, 8, 10, 16",
    "3, 2, 0, 1, 7, 8, 16",
    "3, 2, 1, 1, 2, 2, 1030",
    "3, 2, 0, 1, 6, 40, 144",
    "3, 1, 0, 2, 6, 5, 5",
    "5, 1, 2, 2, 9, 8, 16",
    "5, 2, 1, 2, 9, 8, 3",
    "5, 2, 2, 2, 5, 6, 33",
    "7, 1, 3, 3, 8, 5, 33",
    "7, 2, 2, 3, 10, 12, 3",
    "3, 3, 1, 1, 11, 9, 6",
  })
  void depthwiseIsThatOfPlainLoops(
      int side, int stride, int before, int after, int height, int width, int channels) {
    Window window = new Window(side, stride, before, after);
    PlainConvolution plain = new PlainConvolution(window, channels);
    DepthwiseProducts products = new DepthwiseProducts(window);
    INDArray weights = Single.random(1, channels, side, side);
    INDArray four = weights.reshape('c', channels, 1, side, side);
    INDArray bias = Single.random(2, channels);
    INDArray weightSlope = weights.ulike();
    // The second batch meets the buffers of the first.
    for (int count : new int[] {3, 2}) {
      INDArray images = Single.random(3 + count, count, height, width, channels);
      INDArray expected = plain.forward(images, four, bias);
      INDArray result = expected.ulike();
      products.forward(images, weights, bias, Activation.NONE, result);
      assertClose(result, expected, SHARE);
      products.forward(images, weights, bias, Activation.RECTIFIER, result);
      assertClose(result, Nd4j.math().max(expected, expected.mul(0)), SHARE);

      INDArray slope = Single.random(4 + count, expected.shape());
      INDArray imageSlope = images.ulike();
      products.backward(images, weights, slope, imageSlope, weightSlope);
      assertClose(imageSlope, plain.imageSlope(images, four, slope), SHARE);
      assertClose(
          weightSlope.reshape('c', four.shape()), plain.weightSlope(images, four, slope), SHARE);

      weightSlope.assign(0);
      products.backward(images, weights, slope, null, weightSlope);
      assertClose(
          weightSlope.reshape('c', four.shape()), plain.weightSlope(images, four, slope), SHARE);
    }
  }

  @Test
  void depthwiseWeightsOfManyPixelsLoseLittle() {
    Window window = new Window(3, 1, 1);
    INDArray weights = Single.random(1, 16, 3, 3);
    INDArray four = weights.reshape('c', 16, 1, 3, 3);
    // All positive, so that sums grow.
    INDArray images = Single.random(2, 48, 64, 64, 16).addi(1);
    INDArray slope = Single.random(3, 48, 64, 64, 16).addi(1);
    INDArray weightSlope = weights.ulike();

    new DepthwiseProducts(window).backward(images, weights, slope, null, weightSlope);

    INDArray expected = new PlainConvolution(window, 16).weightSlope(images, four, slope);
    assertClose(weightSlope.reshape('c', four.shape()), expected, 1e-5);
  }

  @ParameterizedTest
  @CsvSource({
    // side, stride, before, after, height, width, in, out
    "3, 1, 1, 1, 7, 7, 16, 8",
    "3, 1, 1, 1, 16, 15, 3, 4",
    "3, 2, 1, 1, 8, 8, 33, 16",
    "3, 2, 1, 1, 7, 9, 3, 5",
    "3, 2, 0, 1, 8, 10, 16, 3",
    "3, 2, 0, 1, 40, 40, 3, 4",
    "3, 2, 0, 1, 39, 40, 3, 4",
    "5, 1, 0, 3, 6, 7, 4, 3",
    "7, 2, 3, 3, 16, 18, 3, 8",
    "7, 2, 2, 3, 16, 18, 3, 8",
    "7, 2, 2, 3, 34, 36, 3, 8",
  })
  void spatialIsThatOfPlainLoops(
      int side, int stride, int before, int after, int height, int width, int in, int out) {
    Window window = new Window(side, stride, before, after);
    PlainConvolution plain = new PlainConvolution(window, 1);
    SpatialProducts products = new SpatialProducts(window);
    INDArray weights = Single.random(1, out, in, side, side);
    INDArray bias = Single.random(2, out);
    INDArray weightSlope = weights.ulike();
    for (int count : new int[] {3, 2}) {
      INDArray images = Single.random(3 + count, count, height, width, in);
      INDArray expected = plain.forward(images, weights, bias);
      INDArray result = expected.ulike();
      products.forward(images, weights, bias, Activation.NONE, result);
      assertClose(result, expected, SHARE);

      INDArray slope = Single.random(4 + count, expected.shape());
      INDArray imageSlope = images.ulike();
      products.backward(images, weights, slope, imageSlope, weightSlope);
      assertClose(imageSlope, plain.imageSlope(images, weights, slope), SHARE);
      assertClose(weightSlope, plain.weightSlope(images, weights, slope), SHARE);

      weightSlope.assign(0);
      products.backward(images, weights, slope, null, weightSlope);
      assertClose(weightSlope, plain.weightSlope(images, weights, slope), SHARE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 7, 6, 16, 33", "2, 8, 8, 33, 16", "2, 7, 9, 3, 5", "1, 60, 60, 16, 144"})
  void pointIsThatOfPlainLoops(int stride, int height, int width, int in, int out) {
    PlainConvolution plain = new PlainConvolution(new Window(1, stride, 0), 1);
    PointProducts products = new PointProducts(stride);
    INDArray weights = Single.random(1, out, in);
    INDArray four = weights.reshape('c', out, in, 1, 1);
    INDArray bias = Single.random(2, out);
    INDArray weightSlope = weights.ulike();
    for (int count : new int[] {3, 2}) {
      INDArray images = Single.random(3 + count, count, height, width, in);
      INDArray expected = plain.forward(images, four, bias);
      INDArray result = expected.ulike();
      products.forward(images, weights, bias, Activation.NONE, result);
      assertClose(result, expected, SHARE);
      products.forward(images, weights, bias, Activation.RECTIFIER, result);
      assertClose(result, Nd4j.math().max(expected, expected.mul(0)), SHARE);

      INDArray slope = Single.random(4 + count, expected.shape());
      INDArray imageSlope = images.ulike();
      products.backward(images, weights, slope, imageSlope, weightSlope);
      assertClose(imageSlope, plain.imageSlope(images, four, slope), SHARE);
      assertClose(
          weightSlope.reshape('c', four.shape()), plain.weightSlope(images, four, slope), SHARE);
    }
  }

  @Test
  void paddingThatNd4jDoesNotKnowIsRefused() {
    INDArray images = Single.random(1, 1, 6, 6, 2);
    INDArray result = Nd4j.create(DataType.FLOAT, 1, 6, 6, 2);
    assertThatThrownBy(() -> Kernels.pool(images, result, new Window(3, 1, 0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ND4J cannot pad images of 6 x 6 for Window[side=3, stride=1, before=0, after=2];"
                + " copy them by PaddedImages first");
  }
}
