/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two passes of a {@link MaxPool}. ND4J's backward pass pools a second time to find the largest
 * pixels; here they are the pixels that equal the pooled value. Not thread-safe.
 */
final class MaxPoolPass extends PlainPass<MaxPool> {

  private final PoolSlopes slopes = new PoolSlopes();
  private @Nullable INDArray pooled;

  MaxPoolPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public Type type() {
    return Type.SUBSAMPLING;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    long[] shape = {input.size(0), input.size(1) / 2, input.size(2) / 2, input.size(3)};
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), shape, 'c');
    Kernels.pool(input, result);
    // The rectifier behind works on an array of its own, so this one is unchanged.
    pooled = training ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    if (Kernels.onHost()) {
      slopes.into(input, Objects.requireNonNull(pooled, "pooled"), slope, inputSlope);
    } else {
      Kernels.poolBackward(input, slope, inputSlope);
    }
    pooled = null;
    return new Pair<>(new DefaultGradient(), inputSlope);
  }
}
