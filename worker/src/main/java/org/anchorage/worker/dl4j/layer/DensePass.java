/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two passes of a {@link Dense}. Every product is written in 'c' order, which oneDNN computes;
 * 'f' order goes to a BLAS at half the speed. Not thread-safe.
 */
final class DensePass extends TrainedPass<Dense> {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private final ColumnSums sums = new ColumnSums();

  DensePass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray weights = getParam(WEIGHTS);
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            input.dataType(),
            new long[] {input.size(0), weights.size(1)},
            'c');
    Nd4j.gemm(rows(), weights, result, false, false, 1, 0);
    Kernels.addBias(result, getParam(BIAS));
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Gradient gradient = new DefaultGradient();
    INDArray biasSlope = slopeOf(BIAS);
    sums.into(slope, biasSlope, 1);
    gradient.setGradientFor(BIAS, biasSlope);
    INDArray weightSlope = slopeOf(WEIGHTS);
    Nd4j.gemm(slope, rows(), weightSlope.transpose(), true, false, 1, 0);
    gradient.setGradientFor(WEIGHTS, weightSlope);
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    INDArray slopeRows = inputSlope.reshape('c', input.size(0), layerConf().getNIn());
    Nd4j.gemm(slope, getParam(WEIGHTS), slopeRows, false, true, 1, 0);
    return new Pair<>(gradient, inputSlope);
  }

  private INDArray rows() {
    return input.reshape('c', input.size(0), layerConf().getNIn());
  }
}
