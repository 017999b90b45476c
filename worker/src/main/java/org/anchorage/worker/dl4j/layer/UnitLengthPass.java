/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer;
import org.anchorage.worker.head.RowScaling;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of a {@link UnitLength}, in double precision. Not thread-safe. */
final class UnitLengthPass extends PlainPass<UnitLength> {

  /** Kept for the next batch of the same size. */
  private float[] x = {};

  private float[] g = {};

  UnitLengthPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    x = HostCopy.read(input, x);
    int dim = (int) input.size(1);
    for (int from = 0; from < x.length; from += dim) {
      RowScaling.unitLength(x, from, dim);
    }
    return written(x, ArrayType.ACTIVATIONS, workspaces);
  }

  /** With y = x / |x|: dL/dx = (dL/dy - (dL/dy . y) y) / |x|. */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    x = HostCopy.read(input, x);
    g = HostCopy.read(slope, g);
    int dim = (int) input.size(1);
    for (int from = 0; from < x.length; from += dim) {
      double squared = product(x, x, from, dim);
      double length = Math.sqrt(squared);
      boolean directed = !(length < Layer.UnitLength.SHORTEST);
      double along = directed ? product(g, x, from, dim) / squared : 0;
      for (int i = from; i < from + dim; i++) {
        g[i] = directed ? (float) ((g[i] - along * x[i]) / length) : 0;
      }
    }
    return new Pair<>(new DefaultGradient(), written(g, ArrayType.ACTIVATION_GRAD, workspaces));
  }

  private static double product(float[] a, float[] b, int from, int dim) {
    double sum = 0;
    for (int i = from; i < from + dim; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private INDArray written(float[] values, ArrayType use, LayerWorkspaceMgr workspaces) {
    INDArray result = like(use, workspaces);
    HostCopy.write(values, result);
    return result;
  }
}
