/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.layer.BatchNorm;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.Dense;
import org.anchorage.worker.dl4j.layer.GlobalAverage;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.MaxPool;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.dl4j.layer.Relu;
import org.anchorage.worker.dl4j.layer.ResidualSum;
import org.anchorage.worker.dl4j.layer.UnitLength;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder of some settings with each of its layers replaced by the one that DL4J ships,
 * channels first: to compare with, and to hand trained weights to programs that know DL4J alone.
 * Parameters are the same and in the same order, but for a dense layer that reads images: its rows
 * go by channel, then pixel.
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
    return network(settings, Encoders.configuration(settings, loss), Part.WITH_LOSS);
  }

  /**
   * Returns a network that embeds, of nothing but DL4J's own layers: from images N x C x H x W in
   * [0, 1] to N x D.
   *
   * @param parameters of a network of these settings that only embeds
   * @throws IllegalArgumentException if it has not as many
   */
  public static ComputationGraph embedding(Settings settings, float[] parameters) {
    ComputationGraphConfiguration own =
        Encoders.configuration(settings, RankingLossLayer.withoutLoss());
    ComputationGraph network = network(settings, own, Part.WITHOUT_LOSS);
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

  private enum Part {
    WITH_LOSS,
    WITHOUT_LOSS
  }

  private static ComputationGraph network(
      Settings settings, ComputationGraphConfiguration own, Part part) {
    GraphBuilder graph =
        Encoders.base(settings)
            .graphBuilder()
            .addInputs(own.getNetworkInputs())
            .setInputTypes(
                InputType.convolutional(
                    settings.image().height(),
                    settings.image().width(),
                    settings.image().channels()));
    String output = own.getNetworkOutputs().get(0);
    // Added at the end, for DL4J orders branches, and so parameters, by when a vertex was added.
    List<Runnable> rectified = new ArrayList<>();
    for (Map.Entry<String, GraphVertex> vertex : own.getVertices().entrySet()) {
      String name = vertex.getKey();
      List<String> inputs = own.getVertexInputs().get(name);
      String[] from = inputs == null ? new String[0] : inputs.toArray(String[]::new);
      if (name.equals(output) && part == Part.WITHOUT_LOSS) {
        continue;
      }
      String linear = name + "-linear";
      if (vertex.getValue() instanceof ResidualSum) {
        rectify(graph, name, linear);
        rectified.add(() -> graph.addVertex(linear, new ElementWiseVertex(Op.Add), from));
        continue;
      }
      Layer layer = ((LayerVertex) vertex.getValue()).getLayerConf().getLayer();
      if (layer instanceof BatchNorm norm && norm.hasRectifier()) {
        rectify(graph, name, linear);
        rectified.add(() -> graph.addLayer(linear, stock(norm, part), from));
      } else if (layer instanceof UnitLength) {
        graph.addVertex(name, new L2NormalizeVertex(), from);
      } else {
        graph.addLayer(name, stock(layer, part), from);
      }
    }
    rectified.forEach(Runnable::run);
    String last =
        part == Part.WITH_LOSS
            ? output
            : Objects.requireNonNull(own.getVertexInputs().get(output), output).get(0);
    ComputationGraph network = new ComputationGraph(graph.setOutputs(last).build());
    network.init();
    return network;
  }

  private static void rectify(GraphBuilder graph, String name, String from) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), from);
  }

  private static Layer stock(Layer own, Part part) {
    if (own instanceof Convolution layer) {
      return new ConvolutionLayer.Builder(layer.getKernelSize(), layer.getStride())
          .padding(layer.getPadding())
          .convolutionMode(ConvolutionMode.Truncate)
          .nOut(layer.getNOut())
          .hasBias(layer.hasBias())
          .activation(Activation.IDENTITY)
          .weightInit(drawn(layer.getWeightInitFn(), part))
          .build();
    }
    if (own instanceof Dense layer) {
      return new DenseLayer.Builder()
          .nOut(layer.getNOut())
          .activation(Activation.IDENTITY)
          .weightInit(drawn(layer.getWeightInitFn(), part))
          .build();
    }
    if (own instanceof BatchNorm layer) {
      return new BatchNormalization.Builder()
          .decay(layer.getDecay())
          .eps(layer.getEps())
          .useLogStd(false)
          .build();
    }
    if (own instanceof Relu) {
      return new ActivationLayer(Activation.RELU);
    }
    if (own instanceof MaxPool layer) {
      return new SubsamplingLayer.Builder(PoolingType.MAX)
          .kernelSize(layer.getKernelSize())
          .stride(layer.getStride())
          .build();
    }
    if (own instanceof GlobalAverage) {
      return new GlobalPoolingLayer(PoolingType.AVG);
    }
    if (own instanceof RankingLossLayer) {
      return own.clone();
    }
    throw new IllegalArgumentException(
        "DL4J ships no layer for "
            + own.getClass().getSimpleName()
            + "; measure this network with --layers own");
  }

  /** Weights that are written over may be drawn by what DL4J ships, which any program has. */
  private static IWeightInit drawn(IWeightInit own, Part part) {
    return part == Part.WITH_LOSS ? own : new WeightInitXavier();
  }
}
