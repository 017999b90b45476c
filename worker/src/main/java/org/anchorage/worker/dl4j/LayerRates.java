/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The learning rates of a network's layers, which a schedule scales together. Not thread-safe. */
final class LayerRates {

  /**
   * Stands for a factor of 0. It is 0 as a float, and layers of different rates still differ, so
   * that DL4J keeps their moments where they are.
   */
  private static final double TINY = 1e-200;

  private final ComputationGraph network;
  private final List<Configured> layers = new ArrayList<>();

  /** Remembers the rates that the network has now. */
  LayerRates(ComputationGraph network) {
    this.network = network;
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer trained) {
        layers.add(new Configured(trained, trained.getIUpdater().getLearningRate(0, 0)));
      }
    }
  }

  /** A layer and its rate at a factor of 1. */
  private record Configured(BaseLayer layer, double rate) {}

  /** Sets every layer's rate to the remembered one times a factor. DL4J makes a new updater. */
  void scale(double factor) {
    double positive = factor == 0 ? TINY : factor;
    for (Configured each : layers) {
      each.layer().getIUpdater().setLrAndSchedule(each.rate() * positive, null);
    }
    Configured last = layers.get(layers.size() - 1);
    network.setLearningRate(last.layer().getLayerName(), last.rate() * positive);
  }
}
