/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of a {@link PaddedMaxPool}. Not thread-safe. */
final class PaddedMaxPoolPass extends PlainPass<PaddedMaxPool> {

  private final MapPool products;

  PaddedMaxPoolPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    Window window = ((PaddedMaxPool) conf.getLayer()).window();
    products =
        new MapPool(
            new Kernels.Window(window.side(), window.stride(), window.before(), window.after()));
  }

  @Override
  public Type type() {
    return Type.SUBSAMPLING;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    Window window = layerConf().window();
    long[] shape = {
      input.size(0),
      window.over((int) input.size(1)),
      window.over((int) input.size(2)),
      input.size(3)
    };
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), shape, 'c');
    products.forward(input, result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    products.backward(input, slope, inputSlope);
    return new Pair<>(new DefaultGradient(), inputSlope);
  }
}
