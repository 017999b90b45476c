/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values that DL4J hands to every layer configuration to make its layer.
 *
 * @param parameters the layer's part of the network's parameters; null without parameters
 */
record Wiring(
    NeuralNetConfiguration conf,
    Collection<TrainingListener> listeners,
    int index,
    INDArray parameters,
    Start start) {

  /** Whether parameters are drawn or taken as they are. */
  enum Start {
    DRAWN,
    KEPT;

    static Start of(boolean initialise) {
      return initialise ? DRAWN : KEPT;
    }
  }

  /** Returns the layer, connected to its part of the parameters. */
  <L extends Layer> L connect(L layer) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, start == Start.DRAWN));
    layer.setConf(conf);
    return layer;
  }
}
