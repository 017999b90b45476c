/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two passes of a {@link Convolution}. Not thread-safe. */
final class ConvolutionPass extends TrainedPass<Convolution> {

  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

  private final ColumnSums sums = new ColumnSums();
  private @Nullable PatchProducts patches;

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
    INDArray biasSlope = layerConf().hasBias() ? slopeOf(BIAS) : null;
    if (biasSlope != null) {
      gradient.setGradientFor(BIAS, biasSlope);
    }
    INDArray weightSlope = slopeOf(WEIGHTS);
    gradient.setGradientFor(WEIGHTS, weightSlope, 'c');
    boolean dropped = layerConf().inputGradient() == InputGradient.DROPPED;
    if (dropped && Kernels.onHost()) {
      patches().into(input, slope, weightSlope, biasSlope);
      return new Pair<>(gradient, null);
    }
    if (biasSlope != null) {
      sums.into(slope, biasSlope, 1);
    }
    Window window = layerConf().window();
    if (dropped && window.stride() == 1) {
      Kernels.convolveWeights(input, slope, weightSlope, window);
      return new Pair<>(gradient, null);
    }
    INDArray inputSlope =
        like(dropped ? ArrayType.BP_WORKING_MEM : ArrayType.ACTIVATION_GRAD, workspaces);
    Kernels.convolveBackward(input, getParam(WEIGHTS), slope, inputSlope, weightSlope, window);
    return new Pair<>(gradient, dropped ? null : inputSlope);
  }

  private PatchProducts patches() {
    PatchProducts products = patches;
    if (products == null) {
      products = new PatchProducts(layerConf().window());
      patches = products;
    }
    return products;
  }
}
