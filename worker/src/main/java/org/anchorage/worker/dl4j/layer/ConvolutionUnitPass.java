/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.Objects;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two passes of a {@link ConvolutionUnit}. Of the forward pass only the result is kept: where
 * the activation passes a gradient can be read from it. Not thread-safe.
 */
final class ConvolutionUnitPass extends TrainedPass<ConvolutionUnit> {

  private static final String WEIGHTS = UnitParameters.WEIGHTS;
  private static final String BIAS = UnitParameters.BIAS;

  private final UnitProducts products;
  private final Activations activations = new Activations();
  private @Nullable INDArray offset;
  private @Nullable INDArray kept;

  ConvolutionUnitPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    products = UnitProducts.of((ConvolutionUnit) conf.getLayer());
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  @SuppressWarnings("try") // the scope's end is what matters
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    Window window = layerConf().window();
    long[] shape = {
      input.size(0),
      window.over((int) input.size(1)),
      window.over((int) input.size(2)),
      layerConf().getNOut()
    };
    INDArray result =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), shape, 'c');
    Activation then = layerConf().then();
    INDArray weights = getParam(WEIGHTS);
    INDArray bias = null;
    if (layerConf().norm() == Norm.FIXED) {
      FixedNorm norm = norm();
      bias = offset();
      norm.writeOffset(bias);
      weights = folded(norm, ArrayType.FF_WORKING_MEM, workspaces);
    } else if (layerConf().norm() == Norm.BIAS) {
      bias = getParam(BIAS).reshape(layerConf().getNOut());
    }
    // What the products allocate lasts until the pass ends.
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.FF_WORKING_MEM)) {
      products.forward(input, weights, bias, then, result);
    }
    kept = training && then != Activation.NONE ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Activation then = layerConf().then();
    INDArray given = slope;
    INDArray result = slope;
    if (then != Activation.NONE) {
      given = room(ArrayType.BP_WORKING_MEM, slope.shape(), workspaces);
      result = Objects.requireNonNull(kept, "kept");
      kept = null;
    }
    Gradient gradient = new DefaultGradient();
    double[] offsetSlope = activations.slope(slope, result, then, given);
    if (layerConf().norm() != Norm.NONE) {
      String key = layerConf().norm() == Norm.BIAS ? BIAS : BETA;
      HostCopy.write(floats(offsetSlope), slopeOf(key));
      gradient.setGradientFor(key, slopeOf(key));
    }
    INDArray inputSlope =
        layerConf().inputGradient() == InputGradient.DROPPED
            ? null
            : like(ArrayType.ACTIVATION_GRAD, workspaces);
    INDArray weights = getParam(WEIGHTS);
    INDArray weightSlope = slopeOf(WEIGHTS);
    gradient.setGradientFor(WEIGHTS, weightSlope, 'c');
    if (layerConf().norm() == Norm.FIXED) {
      FixedNorm norm = norm();
      INDArray folded = folded(norm, ArrayType.BP_WORKING_MEM, workspaces);
      backward(workspaces, folded, given, inputSlope);
      HostCopy.write(norm.unfold(weights, weightSlope, offsetSlope), slopeOf(GAMMA));
      // The gradients of mean and variance stay as DL4J makes them: zero.
      for (String key : new String[] {GAMMA, GLOBAL_MEAN, GLOBAL_VAR}) {
        gradient.setGradientFor(key, slopeOf(key));
      }
    } else {
      backward(workspaces, weights, given, inputSlope);
    }
    return new Pair<>(gradient, inputSlope);
  }

  @SuppressWarnings("try") // as above
  private void backward(
      LayerWorkspaceMgr workspaces, INDArray weights, INDArray given, @Nullable INDArray to) {
    try (MemoryWorkspace scratch = workspaces.notifyScopeBorrowed(ArrayType.BP_WORKING_MEM)) {
      products.backward(input, weights, given, to, slopeOf(WEIGHTS));
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private FixedNorm norm() {
    return new FixedNorm(
        getParam(GAMMA),
        getParam(BETA),
        getParam(GLOBAL_MEAN),
        getParam(GLOBAL_VAR),
        layerConf().epsilon());
  }

  private INDArray folded(FixedNorm norm, ArrayType use, LayerWorkspaceMgr workspaces) {
    INDArray weights = getParam(WEIGHTS);
    INDArray folded = room(use, weights.shape(), workspaces);
    norm.fold(weights, folded);
    return folded;
  }

  private INDArray room(ArrayType use, long[] shape, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(use, input.dataType(), shape, 'c');
  }

  private INDArray offset() {
    INDArray room = offset;
    if (room == null) {
      room = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', layerConf().getNOut());
      offset = room;
    }
    return room;
  }
}
