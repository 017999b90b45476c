/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of a {@link GlobalAverage}. Not thread-safe. */
final class GlobalAveragePass extends PlainPass<GlobalAverage> {

  GlobalAveragePass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    long count = input.size(0);
    long channels = input.size(3);
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, input.dataType(), new long[] {count, 1, 1, channels}, 'c');
    Kernels.average(input, result);
    return result.reshape('c', count, channels);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    Kernels.averageBackward(
        input, slope.reshape('c', slope.size(0), 1, 1, slope.size(1)), inputSlope);
    return new Pair<>(new DefaultGradient(), inputSlope);
  }
}
