/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.backbone.LayerParameters;
import org.anchorage.worker.onednn.CompiledNetwork;
import org.anchorage.worker.onednn.MapShape;
import org.anchorage.worker.onednn.OneDnn;
import org.anchorage.worker.step.Embedder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Embeds images with oneDNN's primitives. A graph of DL4J keeps the parameters, and reads and
 * writes them; each change of them is compiled anew before the next images. Not thread-safe.
 */
final class CompiledEmbedder implements Embedder {

  private final Embedder graph;
  private final ComputationGraph network;
  private final LayerGraph layers;
  private final MapShape image;
  private @Nullable CompiledNetwork compiled;

  private CompiledEmbedder(
      Embedder graph, ComputationGraph network, LayerGraph layers, MapShape image) {
    this.graph = graph;
    this.network = network;
    this.layers = layers;
    this.image = image;
  }

  /**
   * Returns the faster embedder of a network: this one where oneDNN has all its layers and can be
   * used, the given one if not.
   *
   * @param graph embeds with {@code network}
   * @param layers of the network
   */
  static Embedder of(
      Settings settings, Embedder graph, ComputationGraph network, LayerGraph layers) {
    ImageSettings image = settings.image();
    if (CudaCode.isOnClassPath() || !CompiledNetwork.covers(layers) || !OneDnn.isUsable()) {
      return graph;
    }
    return new CompiledEmbedder(
        graph, network, layers, new MapShape(image.height(), image.width(), image.channels()));
  }

  @Override
  public float[] embed(float[] images, int count) {
    CompiledNetwork ready = compiled;
    if (ready == null) {
      ready = CompiledNetwork.of(layers, image, this::values);
      compiled = ready;
    }
    return ready.run(images, count);
  }

  private LayerParameters values() {
    return LayerParameters.of(
        new ParameterLayout(Layouts.spans(network, layers)), graph.parameters());
  }

  @Override
  public float[] parameters() {
    return graph.parameters();
  }

  @Override
  public void setParameters(float[] values) {
    graph.setParameters(values);
    free();
  }

  @Override
  public void releaseScratch() {
    free();
    graph.releaseScratch();
  }

  private void free() {
    if (compiled != null) {
      compiled.close();
      compiled = null;
    }
  }

  @Override
  public void write(OutputStream out) throws IOException {
    graph.write(out);
  }
}
