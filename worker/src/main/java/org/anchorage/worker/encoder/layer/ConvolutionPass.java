/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import org.anchorage.worker.encoder.layer.Convolution.InputGradient;
import org.anchorage.worker.encoder.layer.Kernels.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The two passes of a {@link Convolution}. Not thread-safe. */
final class ConvolutionPass extends TrainedPass<Convolution> {

  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

  private final ColumnSums sums = new ColumnSums();

  ConvolutionPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    Window window = layerConf().window();
    INDArray weights = getParam(WEIGHTS);
    long[] shape = {
      input.size(0), window.over(input.size(1)), window.over(input.size(2)), weights.size(0)
    };
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), shape, 'c');
    INDArray[] arguments =
        layerConf().hasBias()
            ? new INDArray[] {input, weights, getParam(BIAS)}
            : new INDArray[] {input, weights};
    Kernels.convolve(arguments, result, window);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Gradient gradient = new DefaultGradient();
    if (layerConf().hasBias()) {
      INDArray biasSlope = slopeOf(BIAS);
      sums.into(slope, biasSlope, 1);
      gradient.setGradientFor(BIAS, biasSlope);
    }
    INDArray weightSlope = slopeOf(WEIGHTS);
    gradient.setGradientFor(WEIGHTS, weightSlope, 'c');
    if (layerConf().inputGradient() == InputGradient.DROPPED) {
      weightsOnly(slope, weightSlope, workspaces);
      return new Pair<>(gradient, null);
    }
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    Kernels.convolveBackward(
        input, getParam(WEIGHTS), slope, inputSlope, weightSlope, layerConf().window());
    return new Pair<>(gradient, inputSlope);
  }

  /**
   * Where the stride does not divide the image, the slope's window also fits beyond K x K: those
   * places belong to no weight and are left out.
   */
  private void weightsOnly(INDArray slope, INDArray weightSlope, LayerWorkspaceMgr workspaces) {
    Window window = layerConf().window();
    long rows = places(input.size(1), slope.size(1), window);
    long columns = places(input.size(2), slope.size(2), window);
    if (rows == window.side() && columns == window.side()) {
      Kernels.convolveWeights(input, slope, weightSlope, window);
      return;
    }
    long[] shape = {weightSlope.size(0), weightSlope.size(1), rows, columns};
    INDArray all =
        workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, input.dataType(), shape, 'c');
    Kernels.convolveWeights(input, slope, all, window);
    INDArrayIndex kept = NDArrayIndex.interval(0, window.side());
    weightSlope.assign(all.get(NDArrayIndex.all(), NDArrayIndex.all(), kept, kept));
  }

  private static long places(long size, long slopes, Window window) {
    return size + 2L * window.padding() - window.stride() * (slopes - 1);
  }
}
