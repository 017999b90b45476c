/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.Arrays;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes encoders: networks from images (N x H x W x C, as the architecture's input rule makes them)
 * to embeddings (N x D), with a ranking loss at their end. Every layer draws its weights from the
 * run's seed and its own name, so that the same settings give the same network.
 *
 * <p>Stateless and thread-safe; the networks are not.
 */
public final class Encoders {

  /** Name of the output layer, behind the architecture's. */
  static final String LOSS = "loss";

  private Encoders() {}

  /** Returns a network with its initial weights, those of its loss included. */
  public static ComputationGraph create(Settings settings, RankingLoss loss) {
    ComputationGraph network = new ComputationGraph(configuration(settings, loss));
    network.init();
    return network;
  }

  /**
   * Returns a network that only embeds, with its initial weights: those of {@link #create} with any
   * loss, without the loss's own parameters.
   */
  public static ComputationGraph embedding(Settings settings) {
    ComputationGraph network =
        new ComputationGraph(configuration(settings, RankingLossLayer.withoutLoss()));
    network.init();
    return network;
  }

  /**
   * Returns the part of a trained network's parameters that a network which {@linkplain #embedding
   * only embeds} has. The loss's own parameters lie behind it.
   *
   * @param settings of both
   * @param trained parameters, in DL4J's flat order
   * @throws IllegalArgumentException if there are fewer than the network that only embeds has
   */
  public static float[] embeddingParameters(Settings settings, float[] trained) {
    long count = parameterCount(configuration(settings, RankingLossLayer.withoutLoss()));
    if (trained.length < count) {
      throw new IllegalArgumentException(
          "A network of these settings embeds with "
              + count
              + " parameters, not "
              + trained.length
              + "; pass those of a network trained with them");
    }
    return trained.length == count ? trained : Arrays.copyOf(trained, (int) count);
  }

  /** Returns the number of parameters of a network of this configuration. */
  static long parameterCount(ComputationGraphConfiguration configuration) {
    long count = 0;
    for (GraphVertex vertex : configuration.getVertices().values()) {
      count += vertex.numParams(true);
    }
    return count;
  }

  /**
   * Gives a network the loss to train with; a network loaded from a file has none.
   *
   * @throws IllegalArgumentException if this class did not make the network, or it was trained with
   *     a loss that learns other parameters
   */
  public static void attach(ComputationGraph network, RankingLoss loss) {
    if (network.getOutputLayer(0).conf().getLayer() instanceof RankingLossLayer layer) {
      layer.loss(loss);
    } else {
      throw new IllegalArgumentException(
          "The network's output is not a RankingLossLayer; pass one that Encoders made");
    }
  }

  /** Returns DL4J's configuration of the network that the settings describe. */
  public static ComputationGraphConfiguration configuration(Settings settings, RankingLoss loss) {
    return configuration(settings, output(settings, loss));
  }

  /** Returns the output layer with its loss, which draws what it learns from the run's seed. */
  static RankingLossLayer output(Settings settings, RankingLoss loss) {
    return new RankingLossLayer(loss, new Seed(settings.seed()).derive("loss"));
  }

  static ComputationGraphConfiguration configuration(Settings settings, RankingLossLayer output) {
    return configuration(settings, Blueprint.of(settings).layers(), image(settings), output);
  }

  /** Returns the images that networks of the settings read. */
  static InputType image(Settings settings) {
    return InputType.convolutional(
        settings.image().height(),
        settings.image().width(),
        settings.image().channels(),
        CNN2DFormat.NHWC);
  }

  /**
   * Returns the configuration of a network, or of a part of it.
   *
   * @param layers of the part
   * @param input what its first layers read
   * @param output layer at its end; null if the part ends before
   */
  static ComputationGraphConfiguration configuration(
      Settings settings, LayerGraph layers, InputType input, @Nullable RankingLossLayer output) {
    GraphBuilder graph =
        base(settings).graphBuilder().addInputs(LayerGraph.IMAGE).setInputTypes(input);
    Blueprint blueprint = Blueprint.of(settings);
    LearningRule rule = LearningRule.of(settings);
    for (Node node : layers.nodes()) {
      node.layer().accept(new OwnLayer(graph, layers, node, blueprint.weights(node), rule));
    }
    if (output == null) {
      return graph.setOutputs(layers.output()).build();
    }
    return graph.addLayer(LOSS, output, layers.output()).setOutputs(LOSS).build();
  }

  /** Returns a network of this configuration with arbitrary values; draws no weights. */
  static ComputationGraph undrawn(ComputationGraphConfiguration configuration) {
    INDArray room = Nd4j.createUninitialized(DataType.FLOAT, 1, parameterCount(configuration));
    ComputationGraph network = new ComputationGraph(configuration);
    network.init(room, false /* keeps the room as it is */);
    return network;
  }

  /** Returns the part that every network of the settings has: optimiser and weight decay. */
  static NeuralNetConfiguration.Builder base(Settings settings) {
    // A ranking loss already averages over its tuples, so DL4J must not divide by the batch.
    return LearningRule.of(settings)
        .applyTo(new NeuralNetConfiguration.Builder().seed(settings.seed()).miniBatch(false));
  }
}
