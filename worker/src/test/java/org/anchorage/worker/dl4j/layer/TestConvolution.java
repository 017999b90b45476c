/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.anchorage.worker.dl4j.layer.Single.channelsFirst;
import static org.anchorage.worker.dl4j.layer.Single.channelsLast;
import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

class TestConvolution {

  @ParameterizedTest
  @CsvSource({
    "5, 1, 0, 1, 8, 14, 14",
    "5, 1, 0, 3, 4, 9, 12",
    "3, 1, 1, 4, 6, 9, 7",
    "3, 2, 1, 3, 8, 16, 16",
    "3, 2, 1, 3, 5, 15, 11",
    "1, 2, 0, 4, 8, 10, 10",
    "1, 1, 0, 3, 2, 5, 5",
  })
  void agreesWithStockLayer(
      int side, int stride, int padding, int in, int out, int height, int width) {
    INDArray images = Single.random(1, 4, height, width, in);
    for (Bias bias : Bias.values()) {
      Single stock = Single.of(stock(side, stride, padding, in, out, bias), 2);
      INDArray expected = channelsLast(stock.activate(channelsFirst(images), true));
      INDArray slope = Single.random(3, expected.shape());
      INDArray expectedSlope = channelsLast(stock.backward(channelsFirst(slope)));
      for (InputGradient wanted : InputGradient.values()) {
        Convolution conf =
            new Convolution(
                side, stride, padding, out, bias, wanted, new SeededWeights(new Seed(1), 2));
        conf.setNIn(in);
        Single ours = Single.of(conf, 2);

        assertClose(ours.activate(images, true), expected, 1e-4);
        INDArray inputSlope = ours.backward(slope);

        assertClose(ours.gradient(), stock.gradient(), 1e-4);
        if (wanted == InputGradient.PASSED) {
          assertClose(inputSlope, expectedSlope, 1e-4);
        } else {
          assertThat(inputSlope).isNull();
        }
      }
    }
  }

  private static ConvolutionLayer stock(
      int side, int stride, int padding, int in, int out, Bias bias) {
    return new ConvolutionLayer.Builder(side, side)
        .stride(stride, stride)
        .padding(padding, padding)
        .convolutionMode(ConvolutionMode.Truncate)
        .nIn(in)
        .nOut(out)
        .hasBias(bias == Bias.LEARNT)
        .activation(new ActivationIdentity())
        .build();
  }

  @Test
  void knowsItsImagesAndOutput() {
    Convolution conf = convolution(InputGradient.DROPPED);

    conf.setNIn(InputType.convolutional(20, 30, 3, conf.getCnn2dDataFormat()), true);

    assertThat(conf.height()).isEqualTo(20);
    assertThat(conf.width()).isEqualTo(30);
    assertThat(conf.getNIn()).isEqualTo(3);
  }

  @Test
  void isEqualByAllItsFields() {
    assertThat(convolution(InputGradient.DROPPED))
        .isEqualTo(convolution(InputGradient.DROPPED))
        .hasSameHashCodeAs(convolution(InputGradient.DROPPED))
        .isNotEqualTo(convolution(InputGradient.PASSED));
  }

  private static Convolution convolution(InputGradient gradient) {
    return new Convolution(3, 1, 1, 8, Bias.LEARNT, gradient, new SeededWeights(new Seed(1), 2));
  }
}
