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
import org.anchorage.worker.dl4j.layer.UnitProducts.Pass;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
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
  private final Ceiling activation = new Ceiling();
  private final ColumnSums sums = new ColumnSums();
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
    Pass pass = new Pass(input, ArrayType.FF_WORKING_MEM, workspaces);
    if (layerConf().norm() == Norm.FIXED) {
      FixedNorm norm = norm();
      INDArray added = offset();
      norm.writeOffset(added);
      products.forward(pass, folded(norm, pass), added, result);
    } else {
      INDArray bias = layerConf().norm() == Norm.BIAS ? getParam(BIAS) : null;
      products.forward(pass, getParam(WEIGHTS), bias, result);
    }
    activation.apply(layerConf().then(), result);
    kept = training && layerConf().then() != Activation.NONE ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    Pass pass = new Pass(input, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray given = slope;
    if (layerConf().then() != Activation.NONE) {
      given = pass.room(slope.shape());
      activation.slope(layerConf().then(), Objects.requireNonNull(kept, "kept"), slope, given);
      kept = null;
    }
    INDArray inputSlope =
        layerConf().inputGradient() == InputGradient.DROPPED
            ? null
            : like(ArrayType.ACTIVATION_GRAD, workspaces);
    INDArray weightSlope = slopeOf(WEIGHTS);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(WEIGHTS, weightSlope, 'c');
    switch (layerConf().norm()) {
      case NONE -> products.backward(pass, getParam(WEIGHTS), given, weightSlope, inputSlope);
      case BIAS -> {
        sums.into(given, slopeOf(BIAS), 1);
        gradient.setGradientFor(BIAS, slopeOf(BIAS));
        products.backward(pass, getParam(WEIGHTS), given, weightSlope, inputSlope);
      }
      case FIXED -> {
        FixedNorm norm = norm();
        sums.into(given, slopeOf(BETA), 1);
        products.backward(pass, folded(norm, pass), given, weightSlope, inputSlope);
        norm.unfold(getParam(WEIGHTS), weightSlope, slopeOf(BETA), slopeOf(GAMMA));
        // The gradients of mean and variance stay as DL4J makes them: zero.
        for (String key : new String[] {GAMMA, BETA, GLOBAL_MEAN, GLOBAL_VAR}) {
          gradient.setGradientFor(key, slopeOf(key));
        }
      }
    }
    return new Pair<>(gradient, inputSlope);
  }

  private FixedNorm norm() {
    return new FixedNorm(
        getParam(GAMMA),
        getParam(BETA),
        getParam(GLOBAL_MEAN),
        getParam(GLOBAL_VAR),
        layerConf().epsilon());
  }

  private INDArray folded(FixedNorm norm, Pass pass) {
    INDArray weights = getParam(WEIGHTS);
    INDArray folded = pass.room(weights.shape());
    norm.fold(weights, folded);
    return folded;
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
