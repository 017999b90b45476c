/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which of a network's parameters are measured and not learnt. Stateless and thread-safe. */
public final class Statistics {

  private static final List<String> MEASURED =
      List.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);

  private Statistics() {}

  /**
   * Returns the places of running means and variances in the network's flat parameters.
   *
   * @param network initialised
   */
  public static BitSet of(ComputationGraph network) {
    BitSet places = new BitSet();
    long begin = network.params().offset();
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization) {
        for (String name : MEASURED) {
          INDArray part = layer.getParam(name);
          int from = Math.toIntExact(part.offset() - begin);
          places.set(from, from + Math.toIntExact(part.length()));
        }
      }
    }
    return places;
  }
}
