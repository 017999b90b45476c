/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.SlowUnit.Images;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class TestConvolutionUnit {

  private static final double EPSILON = 1e-3;
  private static final double STEP = 1e-6;

  record Case(Window window, Filters filters, int in, int out, Norm norm, Activation then) {

    org.anchorage.core.architecture.Layer.ConvolutionUnit layer() {
      return new org.anchorage.core.architecture.Layer.ConvolutionUnit(
          window, filters, out, norm, EPSILON, then);
    }
  }

  /** Every window with every norm, and activations in turn. */
  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Window[] windows = {
      Window.symmetric(1, 1),
      Window.symmetric(1, 2),
      Window.symmetric(3, 1),
      Window.symmetric(3, 2),
      Window.same(3, 2),
      Window.symmetric(7, 2)
    };
    List<Activation> activations = List.of(Activation.values());
    int number = 0;
    for (Window window : windows) {
      for (Norm norm : Norm.values()) {
        Activation then = activations.get(number++ % 3);
        cases.add(new Case(window, Filters.FULL, 5, 4, norm, then));
        cases.add(new Case(window, Filters.FULL, 3, 6, norm, Activation.RECTIFIER_6));
        if (window.side() > 1) {
          cases.add(new Case(window, Filters.DEPTHWISE, 6, 6, norm, then));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheSlowTwinAndItsGradientAFiniteDifference(Case given) {
    INDArray images = Single.random(1, 2, 8, 10, given.in());
    Single ours = single(given, InputGradient.PASSED);
    SlowUnit slow = slow(given, ours);
    Images x = new Images(2, 8, 10, given.in(), doubles(images));

    double[] expected = slow.forward(x).values();
    INDArray result = ours.activate(images, true);
    assertThat(doubles(result)).containsExactly(expected, within(2e-4));
    assertThat(doubles(ours.activate(images, false))).containsExactly(doubles(result), within(0.0));

    ours.activate(images, true);
    INDArray slope = Single.random(3, result.shape());
    double[] inputSlope = doubles(ours.backward(slope));
    double[] weights = doubles(slope);
    double[] gradient = doubles(ours.gradient());
    double scale = biggest(gradient);
    for (int at = 0; at < slow.parameters().length; at += at < slow.learnt() - 30 ? 7 : 1) {
      double wanted = at < slow.learnt() ? difference(slow, slow.parameters(), at, x, weights) : 0;
      assertThat(gradient[at]).as("parameter %d", at).isCloseTo(wanted, within(1e-4 * scale));
    }
    double inputScale = biggest(inputSlope);
    for (int at = 0; at < x.values().length; at += 11) {
      double wanted = difference(slow, x.values(), at, x, weights);
      assertThat(inputSlope[at]).as("input %d", at).isCloseTo(wanted, within(1e-4 * inputScale));
    }

    Single first = single(given, InputGradient.DROPPED);
    first.activate(images, true);
    assertThat(first.backward(slope)).isNull();
    assertThat(doubles(first.gradient())).containsExactly(gradient, within(1e-4 * scale));
  }

  /** Returns the slope of the weighted sum of the result by one value, in double precision. */
  private static double difference(
      SlowUnit slow, double[] values, int at, Images x, double[] weights) {
    double before = values[at];
    values[at] = before + STEP;
    double more = sum(slow.forward(x).values(), weights);
    values[at] = before - STEP;
    double less = sum(slow.forward(x).values(), weights);
    values[at] = before;
    return (more - less) / (2 * STEP);
  }

  private static double sum(double[] values, double[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * weights[i];
    }
    return sum;
  }

  private static double biggest(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, Math.abs(value));
    }
    return most;
  }

  private static ConvolutionUnit conf(Case given, InputGradient gradient) {
    ConvolutionUnit conf =
        new ConvolutionUnit(given.layer(), gradient, new SeededWeights(new Seed(1), 2));
    conf.setNIn(InputType.convolutional(8, 10, given.in(), CNN2DFormat.NHWC), true);
    return conf;
  }

  private static Single single(Case given, InputGradient gradient) {
    Single single = Single.of(conf(given, gradient), 2);
    // Weights around 0; the other parameters stay as they are, positive.
    int weights =
        given.out()
            * given.window().side()
            * given.window().side()
            * (given.filters() == Filters.FULL ? given.in() : 1);
    INDArray parameters = single.parameters();
    float[] values = HostCopy.read(parameters);
    for (int i = 0; i < weights; i++) {
      values[i] = 2 * (values[i] - 1.5f);
    }
    HostCopy.write(values, parameters);
    return single;
  }

  private static SlowUnit slow(Case given, Single ours) {
    return new SlowUnit(given.layer(), given.in(), doubles(ours.parameters()));
  }

  private static double[] doubles(INDArray array) {
    float[] values = HostCopy.read(array);
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static final Case BOTH =
      new Case(Window.same(3, 2), Filters.FULL, 3, 4, Norm.FIXED, Activation.RECTIFIER_6);

  @Test
  void knowsItsImagesAndItsResult() {
    ConvolutionUnit conf = conf(BOTH, InputGradient.DROPPED);

    assertThat(conf.height()).isEqualTo(8);
    assertThat(conf.width()).isEqualTo(10);
    assertThat(conf.getOutputType(0, InputType.convolutional(8, 10, 3, CNN2DFormat.NHWC)))
        .isEqualTo(InputType.convolutional(4, 5, 4, CNN2DFormat.NHWC));
    assertThatThrownBy(() -> conf.setNIn(InputType.feedForward(8), true))
        .hasMessageContaining("A convolution cannot read");
  }

  @Test
  void isReadFromJsonAsItWas() {
    NeuralNetConfiguration written =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(1))
            .layer(conf(BOTH, InputGradient.DROPPED))
            .build();
    NeuralNetConfiguration read = NeuralNetConfiguration.fromJson(written.toJson());

    assertThat(read.getLayer()).isEqualTo(written.getLayer()).hasSameHashCodeAs(written.getLayer());
    assertThat(read.getLayer()).isNotEqualTo(conf(BOTH, InputGradient.PASSED));
  }

  @Test
  void drawsWeightsAndKeepsStatistics() {
    ConvolutionUnit conf = conf(BOTH, InputGradient.DROPPED);
    NeuralNetConfiguration network =
        new NeuralNetConfiguration.Builder().updater(new Sgd(1)).l2(1).layer(conf).build();
    ConvolutionUnit made = (ConvolutionUnit) network.getLayer();
    INDArray parameters = Single.random(1, 1, made.initializer().numParams(made));
    made.initializer().init(network, parameters, true);
    float[] values = HostCopy.read(parameters);

    assertThat(values).hasSize(4 * 3 * 9 + 16);
    assertThat(java.util.Arrays.copyOfRange(values, 108, 124))
        .containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(made.getUpdaterByParam("mean")).isInstanceOf(NoOp.class);
    assertThat(made.getUpdaterByParam("var")).isInstanceOf(NoOp.class);
    assertThat(made.getUpdaterByParam("gamma")).isInstanceOf(Sgd.class);
    assertThat(made.getRegularizationByParam("W")).hasSize(1);
    assertThat(made.getRegularizationByParam("gamma")).isNullOrEmpty();
    assertThat(made.getRegularizationByParam("beta")).isNullOrEmpty();
  }

  @Test
  void refusesADepthwiseConvolutionOfOtherChannels() {
    Case wrong =
        new Case(Window.symmetric(3, 1), Filters.DEPTHWISE, 5, 6, Norm.NONE, Activation.NONE);
    assertThatThrownBy(() -> conf(wrong, InputGradient.PASSED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of 5 channels cannot make 6; give it as many");
  }
}
