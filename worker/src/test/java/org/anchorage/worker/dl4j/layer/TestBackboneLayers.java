/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Pooling;
import org.anchorage.core.architecture.Layer.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Pooling, layer normalisation, and the rectifier that stops at 6. */
class TestBackboneLayers {

  private static final float STEP = 1e-2f;

  /** Compares the input's gradient with differences of the layer's own result. */
  private static void checkInputGradient(Single layer, INDArray input, boolean training) {
    INDArray result = layer.activate(input, true).dup();
    INDArray slope = Single.random(3, result.shape());
    INDArray actual = layer.backward(slope).dup('c');
    Function<INDArray, Double> value =
        x -> layer.activate(x, training).mul(slope).sumNumber().doubleValue();
    double most = actual.amaxNumber().doubleValue();
    for (int i = 0; i < input.length(); i += 3) {
      INDArray more = input.dup('c');
      more.putScalar(i, input.getFloat(i) + STEP);
      INDArray less = input.dup('c');
      less.putScalar(i, input.getFloat(i) - STEP);
      double wanted = (value.apply(more) - value.apply(less)) / (2 * STEP);
      assertThat((double) actual.getFloat(i)).as("%d", i).isCloseTo(wanted, within(0.01 * most));
    }
  }

  /** Distinct values 0.1 apart, so that steps change no maximum. */
  private static INDArray distinct(long... shape) {
    INDArray array = Nd4j.create(shape);
    float[] values = new float[(int) array.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 37 % values.length) * 0.1f + 0.05f;
    }
    HostCopy.write(values, array);
    return array;
  }

  private static GlobalPool pool(Pooling pooling, int channels) {
    GlobalPool pool = new GlobalPool(pooling);
    pool.setNIn(InputType.convolutional(3, 4, channels, CNN2DFormat.NHWC), true);
    return pool;
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void poolsAndPassesGradients(Pooling pooling) {
    INDArray images = distinct(2, 3, 4, 5).mul(pooling == Pooling.GEM ? 0.2 : 1);
    Single layer = Single.of(pool(pooling, 5), 4);

    INDArray result = layer.activate(images, true);

    INDArray most = images.max(1, 2);
    INDArray mean = images.mean(1, 2);
    double p = pooling == Pooling.GEM ? layer.parameters().getDouble(0) : 1;
    INDArray expected =
        switch (pooling) {
          case AVERAGE -> mean;
          case MAX -> most;
          case AVERAGE_MAX -> most.add(mean);
          case GEM -> Nd4j.math.pow(Nd4j.math.pow(images, p).mean(1, 2), 1 / p);
        };
    Single.assertClose(result, expected, 1e-5);
    checkInputGradient(layer, images, true);
  }

  @Test
  void theExponentHasItsGradient() {
    INDArray images = distinct(2, 3, 4, 5).mul(0.2);
    Single layer = Single.of(pool(Pooling.GEM, 5), 4);
    INDArray slope = Single.random(3, 2, 5);
    layer.activate(images, true);
    layer.backward(slope);
    double actual = layer.gradient().getDouble(0);
    double p = layer.parameters().getDouble(0);
    double[] at = new double[2];
    for (int i = 0; i < 2; i++) {
      layer.parameters().putScalar(0, p + (i == 0 ? STEP : -STEP));
      at[i] = layer.activate(images, true).mul(slope).sumNumber().doubleValue();
    }
    assertThat(actual).isCloseTo((at[0] - at[1]) / (2 * STEP), within(0.01 * Math.abs(actual)));
  }

  @Test
  void theExponentStartsAtThreeAndDoesNotDecay() {
    NeuralNetConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(1))
            .l2(1)
            .layer(pool(Pooling.GEM, 5))
            .build();
    GlobalPool made = (GlobalPool) network.getLayer();
    INDArray parameters = Nd4j.create(1, 1);
    made.initializer().init(network, parameters, true);

    assertThat(parameters.getFloat(0)).isEqualTo(3);
    assertThat(made.getRegularizationByParam("p")).isNullOrEmpty();
    assertThat(made.initializer().paramKeys(pool(Pooling.MAX, 5))).isEmpty();
  }

  @Test
  void pixelsThatAreNotPositiveTakeNoGradientOfAGeneralisedMean() {
    Single layer = Single.of(pool(Pooling.GEM, 5), 4);
    INDArray images = Nd4j.zeros(1, 3, 4, 5);

    assertThat(layer.activate(images, true).maxNumber().doubleValue()).isBetween(0.0, 1.1e-6);
    assertThat(layer.backward(Nd4j.ones(1, 5)).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void normalisesRows() {
    Single layer = Single.of(new LayerNorm(), 4);
    INDArray rows = Single.random(1, 3, 8);

    INDArray result = layer.activate(rows, true);

    for (int i = 0; i < 3; i++) {
      assertThat(result.getRow(i).meanNumber().doubleValue()).isCloseTo(0, within(1e-6));
      assertThat(result.getRow(i).varNumber().doubleValue()).isCloseTo(8 / 7.0, within(1e-3));
    }
    checkInputGradient(layer, rows, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void poolsPaddedWindows(int before) {
    Window window = before == 1 ? Window.symmetric(3, 2) : Window.same(3, 2);
    Single layer = Single.of(new PaddedMaxPool(window), 4);
    INDArray images = distinct(2, 6, 8, 3).neg();

    INDArray result = layer.activate(images, true);

    assertThat(result.shape()).containsExactly(2, 3, 4, 3);
    for (int n = 0; n < 2; n++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++) {
          for (int c = 0; c < 3; c++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int i = Math.max(0, 2 * y - before); i < Math.min(6, 2 * y - before + 3); i++) {
              for (int j = Math.max(0, 2 * x - before); j < Math.min(8, 2 * x - before + 3); j++) {
                most = Math.max(most, images.getDouble(n, i, j, c));
              }
            }
            assertThat(result.getDouble(n, y, x, c)).isEqualTo(most);
          }
        }
      }
    }
    checkInputGradient(layer, images, true);
  }

  @Test
  void theFirstOfEqualPixelsTakesTheGradient() {
    Single layer = Single.of(new PaddedMaxPool(Window.symmetric(3, 2)), 4);
    INDArray images = Nd4j.zeros(1, 4, 4, 1);
    layer.activate(images, true);

    INDArray slope = layer.backward(Nd4j.createFromArray(1f, 2, 3, 4).reshape('c', 1, 2, 2, 1));

    // As torch.nn.functional.max_pool2d(zeros, 3, 2, 1) gives it.
    assertThat(HostCopy.read(slope))
        .containsExactly(1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void batchNormalisationStopsAtSix() {
    BatchNorm conf = BatchNorm.rectified6();
    conf.setNIn(InputType.convolutional(3, 4, 5, CNN2DFormat.NHWC), true);
    BatchNorm linear = new BatchNorm();
    linear.setNIn(InputType.convolutional(3, 4, 5, CNN2DFormat.NHWC), true);
    INDArray images = Single.random(1, 2, 3, 4, 5);
    Single ours = Single.of(conf, 4);
    Single plain = Single.of(linear, 4);
    for (Single each : new Single[] {ours, plain}) {
      each.parameters().assign(each.parameters().mul(3));
    }

    INDArray expected = plain.activate(images, true);
    INDArray result = ours.activate(images, true);
    INDArray gate = expected.gt(0).castTo(expected.dataType());
    gate.muli(expected.lt(6).castTo(expected.dataType()));
    INDArray clipped = Nd4j.math.clipByValue(expected, 0, 6);
    Single.assertClose(result, clipped, 1e-6);
    assertThat(clipped.maxNumber().doubleValue()).isEqualTo(6);

    INDArray slope = Single.random(3, result.shape());
    Single.assertClose(ours.backward(slope), plain.backward(slope.mul(gate)), 1e-5);
    Single.assertClose(ours.gradient(), plain.gradient(), 1e-5);
  }

  @Test
  void areReadFromJsonAsTheyWere() {
    Layer[] layers = {
      pool(Pooling.GEM, 5),
      pool(Pooling.MAX, 5),
      new LayerNorm(),
      new PaddedMaxPool(Window.symmetric(3, 2)),
      BatchNorm.rectified6()
    };
    for (Layer layer : layers) {
      NeuralNetConfiguration written =
          new NeuralNetConfiguration.Builder().updater(new Sgd(1)).layer(layer).build();
      NeuralNetConfiguration read = NeuralNetConfiguration.fromJson(written.toJson());
      assertThat(read.getLayer()).isEqualTo(written.getLayer());
      assertThat(read.getLayer()).hasSameHashCodeAs(written.getLayer());
    }
    assertThat(pool(Pooling.GEM, 5)).isNotEqualTo(pool(Pooling.MAX, 5));
    assertThat(new PaddedMaxPool(Window.symmetric(3, 2)))
        .isNotEqualTo(new PaddedMaxPool(Window.same(3, 2)));
    assertThat(new Sum(Activation.NONE, 0, Sum.NEITHER))
        .isEqualTo(new Sum(Activation.NONE, 0, Sum.NEITHER).clone())
        .isNotEqualTo(new Sum(Activation.RECTIFIER, 0, Sum.NEITHER));
  }
}
