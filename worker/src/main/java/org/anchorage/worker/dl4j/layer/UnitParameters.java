/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.core.architecture.Layer.Filters;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The layout of a {@link ConvolutionUnit}'s parameters: weights O x C x K x K (C x K x K of a
 * depthwise convolution); then a bias, or gamma, beta, mean and variance, O each. Weight decay
 * counts for weights alone. Stateless.
 */
final class UnitParameters implements ParamInitializer {

  static final UnitParameters INSTANCE = new UnitParameters();

  static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private UnitParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    ConvolutionUnit unit = (ConvolutionUnit) layer;
    return weights(unit) + (paramKeys(layer).size() - 1) * unit.getNOut();
  }

  private static long weights(ConvolutionUnit unit) {
    long product = 1;
    for (long side : shape(unit)) {
      product *= side;
    }
    return product;
  }

  private static long[] shape(ConvolutionUnit unit) {
    int side = unit.window().side();
    return unit.filters() == Filters.DEPTHWISE
        ? new long[] {unit.getNOut(), side, side}
        : new long[] {unit.getNOut(), unit.getNIn(), side, side};
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return switch (((ConvolutionUnit) layer).norm()) {
      case NONE -> List.of(WEIGHTS);
      case BIAS -> List.of(WEIGHTS, BIAS);
      case FIXED -> List.of(WEIGHTS, GAMMA, BETA, GLOBAL_MEAN, GLOBAL_VAR);
    };
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHTS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).contains(BIAS) ? List.of(BIAS) : List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return key.equals(WEIGHTS);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return key.equals(BIAS);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
    ConvolutionUnit unit = (ConvolutionUnit) conf.getLayer();
    paramKeys(unit).forEach(conf::addVariable);
    Map<String, INDArray> views = getGradientsFromFlattened(conf, parameters);
    if (initialise) {
      views.forEach(
          (key, view) -> {
            if (key.equals(WEIGHTS)) {
              double taps = (double) view.length() / unit.getNOut();
              unit.getWeightInitFn().init(taps, (double) unit.getNOut(), view.shape(), 'c', view);
            } else {
              view.assign(key.equals(GAMMA) || key.equals(GLOBAL_VAR) ? 1 : 0);
            }
          });
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    ConvolutionUnit unit = (ConvolutionUnit) conf.getLayer();
    Map<String, INDArray> views = new LinkedHashMap<>();
    INDArray line = Objects.requireNonNull(flat, "flat").reshape(flat.length());
    long from = 0;
    for (String key : paramKeys(unit)) {
      boolean isWeights = key.equals(WEIGHTS);
      long length = isWeights ? weights(unit) : unit.getNOut();
      INDArray view = line.get(NDArrayIndex.interval(from, from + length));
      views.put(key, view.reshape('c', isWeights ? shape(unit) : new long[] {1, unit.getNOut()}));
      from += length;
    }
    return views;
  }
}
