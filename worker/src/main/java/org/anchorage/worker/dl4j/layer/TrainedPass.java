/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the passes of layers with parameters share. */
abstract class TrainedPass<C extends org.deeplearning4j.nn.conf.layers.BaseLayer>
    extends BaseLayer<C> {

  TrainedPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Returns where a parameter's gradient goes, as part of the network's. */
  final INDArray slopeOf(String parameter) {
    return Objects.requireNonNull(gradientViews.get(parameter), parameter);
  }

  /** Returns room of the input's shape. */
  final INDArray like(ArrayType use, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(use, input.dataType(), input.shape(), 'c');
  }

  /**
   * A network's score is its ranking loss alone. The gradient of weight decay still counts. Nobody
   * reads its value, which would take longer than the step of the optimiser.
   */
  @Override
  public final double calcRegularizationScore(boolean backpropOnlyParams) {
    return 0;
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }
}
