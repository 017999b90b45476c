/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two passes of a {@link Relu}: a step and a product backward, since ND4J's own derivative
 * calls a function for every element. Not thread-safe.
 */
final class ReluPass extends PlainPass<Relu> {

  ReluPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray result = like(ArrayType.ACTIVATIONS, workspaces);
    Nd4j.getExecutioner().exec(new RectifiedLinear(input, result));
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    Nd4j.getExecutioner().exec(new Step(input, inputSlope, 0.0));
    inputSlope.muli(slope);
    return new Pair<>(new DefaultGradient(), inputSlope);
  }
}
