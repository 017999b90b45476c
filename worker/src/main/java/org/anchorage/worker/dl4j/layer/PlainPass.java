/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the passes of layers without parameters share. */
abstract class PlainPass<C extends Layer> extends AbstractLayer<C> {

  PlainPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Returns room of the input's shape. */
  final INDArray like(ArrayType use, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(use, input.dataType(), input.shape(), 'c');
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }

  @Override
  public final void clearNoiseWeightParams() {
    // nothing is noisy here
  }
}
