/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Layer.Pooling;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a {@link GlobalPool}: the exponent of a generalised mean, or nothing. It counts
 * neither as weight nor as bias, so nothing decays it. Stateless.
 */
final class ExponentParameter implements ParamInitializer {

  static final ExponentParameter INSTANCE = new ExponentParameter();

  private static final double START = 3;

  private ExponentParameter() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return paramKeys(layer).size();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return ((GlobalPool) layer).pooling() == Pooling.GEM ? List.of(GlobalPool.EXPONENT) : List.of();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return false;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialise) {
    List<String> keys = paramKeys(conf.getLayer());
    keys.forEach(conf::addVariable);
    Map<String, INDArray> views = getGradientsFromFlattened(conf, parameters);
    if (initialise) {
      views.values().forEach(view -> view.assign(START));
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (String key : paramKeys(conf.getLayer())) {
      views.put(key, flat.reshape('c', 1, 1));
    }
    return views;
  }
}
