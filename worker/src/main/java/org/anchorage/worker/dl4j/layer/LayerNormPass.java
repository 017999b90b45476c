/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.worker.head.RowScaling;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two passes of a {@link LayerNorm}, in Java: ND4J's operation takes ten times as long. Not
 * thread-safe.
 */
final class LayerNormPass extends PlainPass<LayerNorm> {

  /** Kept for the next batch of the same size. */
  private float[] x = {};

  private float[] g = {};

  LayerNormPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    x = HostCopy.read(input, x);
    int dim = (int) input.size(1);
    for (int from = 0; from < x.length; from += dim) {
      RowScaling.layerNorm(x, from, dim);
    }
    return written(x, ArrayType.ACTIVATIONS, workspaces);
  }

  /** With y the result and g = dL/dy: dL/dx = (g - mean(g) - y mean(g y)) / deviation. */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    x = HostCopy.read(input, x);
    g = HostCopy.read(slope, g);
    int dim = (int) input.size(1);
    for (int from = 0; from < x.length; from += dim) {
      double inverse = RowScaling.layerNorm(x, from, dim);
      double sum = 0;
      double along = 0;
      for (int i = from; i < from + dim; i++) {
        sum += g[i];
        along += (double) g[i] * x[i];
      }
      for (int i = from; i < from + dim; i++) {
        g[i] = (float) ((g[i] - sum / dim - x[i] * along / dim) * inverse);
      }
    }
    return new Pair<>(new DefaultGradient(), written(g, ArrayType.ACTIVATION_GRAD, workspaces));
  }

  private INDArray written(float[] values, ArrayType use, LayerWorkspaceMgr workspaces) {
    INDArray result = like(use, workspaces);
    HostCopy.write(values, result);
    return result;
  }
}
