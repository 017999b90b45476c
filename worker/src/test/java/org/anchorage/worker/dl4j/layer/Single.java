/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.seed.Seed;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A layer on its own, with parameters and gradients that a network would give it. */
final class Single {

  private final Layer layer;
  private final INDArray parameters;
  private final INDArray gradient;

  private Single(Layer layer, INDArray parameters, INDArray gradient) {
    this.layer = layer;
    this.parameters = parameters;
    this.gradient = gradient;
  }

  /** Makes a layer; with equal confs' parameter layouts, equal seeds give equal parameters. */
  static Single of(org.deeplearning4j.nn.conf.layers.Layer conf, long seed) {
    NeuralNetConfiguration network =
        new NeuralNetConfiguration.Builder().updater(new Sgd(1)).layer(conf).build();
    long length = network.getLayer().initializer().numParams(network);
    if (length == 0) {
      Layer layer =
          network.getLayer().instantiate(network, List.of(), 0, null, true, DataType.FLOAT);
      return new Single(layer, Nd4j.empty(DataType.FLOAT), Nd4j.empty(DataType.FLOAT));
    }
    // Running variances are among the parameters: positive only.
    INDArray parameters = random(seed, 1, length).addi(1.5);
    Layer layer =
        network.getLayer().instantiate(network, List.of(), 0, parameters, false, DataType.FLOAT);
    INDArray gradient = Nd4j.create(DataType.FLOAT, 1, length);
    layer.setBackpropGradientsViewArray(gradient);
    return new Single(layer, parameters, gradient);
  }

  INDArray activate(INDArray input, boolean training) {
    return layer.activate(input, training, LayerWorkspaceMgr.noWorkspaces());
  }

  /** After a training activation. */
  INDArray backward(INDArray slope) {
    return layer.backpropGradient(slope, LayerWorkspaceMgr.noWorkspaces()).getSecond();
  }

  /** Returns the parameters themselves, not a copy. */
  INDArray parameters() {
    return parameters;
  }

  INDArray gradient() {
    return gradient;
  }

  /** Uniform in [-1, 1). */
  static INDArray random(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    float[] values = new float[(int) array.length()];
    var random = new Seed(seed).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    HostCopy.write(values, array);
    return array;
  }

  static INDArray channelsFirst(INDArray images) {
    return images.permute(0, 3, 1, 2).dup('c');
  }

  static INDArray channelsLast(INDArray images) {
    return images.permute(0, 2, 3, 1).dup('c');
  }

  /** Asserts that two arrays differ by less than a share of the second's length. */
  static void assertClose(INDArray actual, INDArray expected, double share) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double off = actual.sub(expected).norm2Number().doubleValue();
    assertThat(off).isLessThan(share * expected.norm2Number().doubleValue());
  }
}
