/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.Learnt;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The layout of a loss's own parameters in a network's: part after part, its rows ("rows0", row by
 * row) and then its numbers ("numbers0"). They count neither as weights nor as biases, so nothing
 * decays them. Stateless.
 */
final class OwnParameters implements ParamInitializer {

  static final OwnParameters INSTANCE = new OwnParameters();

  private static final String ROWS = "rows";
  private static final String NUMBERS = "numbers";

  private OwnParameters() {}

  /** Returns the key of a part's rows. */
  static String rows(int part) {
    return ROWS + part;
  }

  /** Returns the key of a part's numbers. */
  static String numbers(int part) {
    return NUMBERS + part;
  }

  /** Returns the part that a parameter belongs to. */
  static int part(String key) {
    return Integer.parseInt(key.substring((key.startsWith(ROWS) ? ROWS : NUMBERS).length()));
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    RankingLossLayer loss = (RankingLossLayer) layer;
    long sum = 0;
    for (OwnPart part : loss.own()) {
      sum += part.rows() * loss.getNIn() + part.numbers();
    }
    return sum;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    List<OwnPart> own = ((RankingLossLayer) layer).own();
    List<String> keys = new ArrayList<>();
    for (int part = 0; part < own.size(); part++) {
      if (own.get(part).rows() > 0) {
        keys.add(rows(part));
      }
      if (own.get(part).numbers() > 0) {
        keys.add(numbers(part));
      }
    }
    return keys;
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
    RankingLossLayer layer = (RankingLossLayer) conf.getLayer();
    if (initialise && !layer.own().isEmpty()) {
      HostCopy.write(drawn(layer), parameters);
    }
    paramKeys(layer).forEach(conf::addVariable);
    return getGradientsFromFlattened(conf, parameters);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    RankingLossLayer layer = (RankingLossLayer) conf.getLayer();
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (String key : paramKeys(layer)) {
      OwnPart part = layer.own().get(part(key));
      boolean rows = key.startsWith(ROWS);
      long length = rows ? part.rows() * layer.getNIn() : part.numbers();
      INDArray view = flat.reshape(flat.length()).get(NDArrayIndex.interval(from, from + length));
      views.put(
          key,
          rows
              ? view.reshape('c', part.rows(), layer.getNIn())
              : view.reshape('c', 1, part.numbers()));
      from += length;
    }
    return views;
  }

  /**
   * Draws from a seed of their own, part by part, so that all workers begin with the same values.
   */
  private static float[] drawn(RankingLossLayer layer) {
    float[] values = new float[Math.toIntExact(INSTANCE.numParams(layer))];
    List<Learnt> parts = layer.loss().learntParts();
    int at = 0;
    for (int p = 0; p < parts.size(); p++) {
      Learnt part = parts.get(p);
      SplittableRandom random = new Seed(layer.seed()).derive(p).generator();
      for (long i = 0; i < part.rows() * layer.getNIn(); i++) {
        values[at++] = (float) random.nextGaussian(part.mean(), part.deviation());
      }
      for (double number : part.numbers()) {
        values[at++] = (float) number;
      }
    }
    return values;
  }
}
