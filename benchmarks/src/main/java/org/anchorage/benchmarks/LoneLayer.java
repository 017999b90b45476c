/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A layer of an encoder on its own, with parameters and room for gradients as a network would give
 * it. Results are made anew with every call, where a network has room for them; they are the
 * caller's to close.
 */
final class LoneLayer {

  private static final double OFF = 1e-4;

  private final Layer layer;
  private final INDArray parameters;
  private final INDArray gradient;

  private LoneLayer(Layer layer, INDArray parameters, INDArray gradient) {
    this.layer = layer;
    this.parameters = parameters;
    this.gradient = gradient;
  }

  /** Makes a layer; its inputs must be set in the configuration. */
  static LoneLayer of(org.deeplearning4j.nn.conf.layers.Layer conf) {
    NeuralNetConfiguration network =
        new NeuralNetConfiguration.Builder().updater(new Sgd(1)).layer(conf).build();
    long length = network.getLayer().initializer().numParams(network);
    INDArray parameters = length == 0 ? Nd4j.empty(DataType.FLOAT) : noise(2, 1, length);
    INDArray gradient =
        length == 0 ? Nd4j.empty(DataType.FLOAT) : Nd4j.create(DataType.FLOAT, 1, length);
    Layer layer =
        network
            .getLayer()
            .instantiate(
                network, List.of(), 0, length == 0 ? null : parameters, false, DataType.FLOAT);
    if (length > 0) {
      layer.setBackpropGradientsViewArray(gradient);
    }
    return new LoneLayer(layer, parameters, gradient);
  }

  /** Returns the layer itself. */
  Layer layer() {
    return layer;
  }

  /** Returns the layer's parameters, flat. */
  float[] parameters() {
    return HostCopy.read(parameters);
  }

  /** Returns the gradient of the parameters that the last way back left, flat. */
  float[] gradient() {
    return HostCopy.read(gradient);
  }

  INDArray forward(INDArray input) {
    return layer.activate(input, true /* training */, LayerWorkspaceMgr.noWorkspaces());
  }

  /** Returns the gradient of the input, which some layers leave out, after a way forward. */
  INDArray backward(INDArray slope) {
    return layer.backpropGradient(slope, LayerWorkspaceMgr.noWorkspaces()).getSecond();
  }

  /** Returns an array of values evenly drawn from [-1, 1). */
  static INDArray noise(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    float[] values = new float[(int) array.length()];
    SplittableRandom random = new Seed(seed).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    HostCopy.write(values, array);
    return array;
  }

  /** Refuses a value that is not what a plain computation gives. */
  static void require(String what, double actual, double expected) {
    if (!(Math.abs(actual - expected) <= OFF * Math.max(1, Math.abs(expected)))) {
      throw new IllegalStateException(what + " is " + actual + ", and should be " + expected);
    }
  }
}
