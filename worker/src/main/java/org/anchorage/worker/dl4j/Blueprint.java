/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.InitialWeights;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.SeededWeights;

/**
 * The network that settings describe: the architecture's layers, and how each layer's weights are
 * drawn. Immutable.
 */
record Blueprint(LayerGraph layers, InitialWeights weights, Seed seed) {

  static Blueprint of(Settings settings) {
    Architecture architecture = settings.encoder().architecture();
    return new Blueprint(
        architecture.layers(settings.encoder().shape()),
        architecture.initialWeights(settings.encoder().shape()),
        new Seed(settings.seed()).derive("encoder"));
  }

  /** Returns how a layer draws its weights: by the run's seed and the layer's seed name. */
  SeededWeights weights(Node node) {
    return new SeededWeights(seed.derive(node.seedName()), weights.drawn().gain(node.part()));
  }
}
