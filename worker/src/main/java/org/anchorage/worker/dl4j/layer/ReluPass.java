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

/** The two passes of a {@link Relu}. Not thread-safe. */
final class ReluPass extends PlainPass<Relu> {

  private final Rectifier rectifier = new Rectifier();

  ReluPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray result = like(ArrayType.ACTIVATIONS, workspaces);
    Rectifier.of(input, result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    rectifier.slope(input, slope, inputSlope);
    return new Pair<>(new DefaultGradient(), inputSlope);
  }
}
