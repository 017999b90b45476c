/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The settings' encoder in layers that DL4J ships, channels first. It is a baseline, and hands
 * trained weights to programs that know only DL4J. Parameters are those of {@link Encoders}'
 * network in the same order, except that the rows of a dense layer that reads images go by channel,
 * then pixel.
 *
 * <p>Stateless and thread-safe; the networks are not.
 */
public final class StockNetwork {

  private StockNetwork() {}

  /**
   * Returns the network with its initial weights, drawn as {@link Encoders#create} does, and the
   * loss, for which DL4J has no layer of its own.
   */
  public static ComputationGraph training(Settings settings, RankingLoss loss) {
    return network(settings, Blueprint.of(settings)::weights, Encoders.output(settings, loss));
  }

  /**
   * Returns a network that embeds, made only of DL4J's own layers. It takes images N x C x H x W,
   * as the architecture's input rule makes them but channels first, to N x D.
   *
   * @param parameters of a network of these settings that only embeds
   * @throws IllegalArgumentException if it has another number of parameters
   */
  public static ComputationGraph embedding(Settings settings, float[] parameters) {
    // These weights are overwritten at once; any program knows DL4J's own draw.
    ComputationGraph network = network(settings, node -> new WeightInitXavier(), null);
    write(parameters, network);
    return network;
  }

  /** Gives a stock network the parameters of the same network of our own layers. */
  public static void write(float[] own, ComputationGraph stock) {
    HostCopy.write(own, stock.params());
    reorder(stock, Order.CHANNELS_FIRST);
  }

  /** Returns a stock network's parameters as the same network of our own layers has them. */
  public static float[] read(ComputationGraph stock) {
    reorder(stock, Order.CHANNELS_LAST);
    float[] own = HostCopy.read(stock.params());
    reorder(stock, Order.CHANNELS_FIRST);
    return own;
  }

  private enum Order {
    CHANNELS_FIRST,
    CHANNELS_LAST
  }

  /** Moves the rows of weights that read images from one order into the other. */
  private static void reorder(ComputationGraph network, Order order) {
    for (GraphVertex vertex : network.getConfiguration().getVertices().values()) {
      if (vertex instanceof LayerVertex layer
          && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor images) {
        String name = layer.getLayerConf().getLayer().getLayerName();
        INDArray weights = network.getLayer(name).getParam("W");
        long channels = images.getNumChannels();
        long pixels = weights.size(0) / channels;
        long outer = order == Order.CHANNELS_FIRST ? pixels : channels;
        long inner = order == Order.CHANNELS_FIRST ? channels : pixels;
        INDArray before = weights.dup();
        for (long i = 0; i < outer; i++) {
          for (long j = 0; j < inner; j++) {
            weights.putRow(j * outer + i, before.getRow(i * inner + j));
          }
        }
      }
    }
  }

  /**
   * Refuses settings that ask for more than DL4J's layers compute.
   *
   * @throws ConfigurationException if a layer has no counterpart, or the backbone has a rate or a
   *     decay of its own
   */
  static void requireKnown(Settings settings) {
    for (Node node : Blueprint.of(settings).layers().nodes()) {
      boolean known =
          !(node.layer() instanceof Layer.ConvolutionUnit
              || node.layer() instanceof Layer.GlobalPool
              || node.layer() instanceof Layer.LayerNorm);
      if (!known) {
        throw new ConfigurationException(
            EncoderSettings.ENGINE,
            "dl4j-stock",
            String.format(
                Locale.ROOT,
                "it cannot compute the layer %s of encoder.name = %s; use nd4j",
                node.name(),
                settings.encoder().name()));
      }
    }
    if (!LearningRule.of(settings).isOne()) {
      throw new ConfigurationException(
          EncoderSettings.ENGINE,
          "dl4j-stock",
          "it has one learning rate and one weight decay for all layers; use nd4j, or leave out"
              + " optimiser.backbone.rate and optimiser.backbone.decay");
    }
  }

  private static ComputationGraph network(
      Settings settings, Function<Node, IWeightInit> weights, @Nullable RankingLossLayer loss) {
    requireKnown(settings);
    GraphBuilder graph =
        Encoders.base(settings)
            .graphBuilder()
            .addInputs(LayerGraph.IMAGE)
            .setInputTypes(
                InputType.convolutional(
                    settings.image().height(),
                    settings.image().width(),
                    settings.image().channels()));
    LayerGraph layers = Blueprint.of(settings).layers();
    String output = layers.output();
    List<Runnable> later = new ArrayList<>();
    for (Node node : layers.nodes()) {
      node.layer().accept(new StockLayer(graph, node, weights.apply(node), later));
    }
    if (loss != null) {
      graph.addLayer(Encoders.LOSS, loss, output);
      output = Encoders.LOSS;
    }
    later.forEach(Runnable::run);
    ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
    network.init();
    return network;
  }
}
