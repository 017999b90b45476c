/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.List;
import java.util.Map;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.encoder.Encoders;
import org.anchorage.worker.encoder.layer.BatchNorm;
import org.anchorage.worker.encoder.layer.Convolution;
import org.anchorage.worker.encoder.layer.Dense;
import org.anchorage.worker.encoder.layer.GlobalAverage;
import org.anchorage.worker.encoder.layer.RankingLossLayer;
import org.anchorage.worker.encoder.layer.Relu;
import org.anchorage.worker.encoder.layer.UnitLength;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The encoder of some settings with each of its layers replaced by the one that DL4J ships,
 * channels first; the loss, for which DL4J has none, stays. The weights drawn are the same, in the
 * same order.
 */
final class StockTwin {

  private StockTwin() {}

  /** Returns the network, initialised. */
  static ComputationGraph of(Settings settings, RankingLoss loss) {
    ComputationGraphConfiguration own = Encoders.configuration(settings, loss);
    GraphBuilder graph =
        base(settings, own)
            .graphBuilder()
            .addInputs(own.getNetworkInputs())
            .setInputTypes(
                InputType.convolutional(
                    settings.image().height(),
                    settings.image().width(),
                    settings.image().channels()));
    for (Map.Entry<String, GraphVertex> vertex : own.getVertices().entrySet()) {
      String name = vertex.getKey();
      List<String> inputs = own.getVertexInputs().get(name);
      String[] from = inputs == null ? new String[0] : inputs.toArray(String[]::new);
      if (!(vertex.getValue() instanceof LayerVertex layer)) {
        graph.addVertex(name, vertex.getValue().clone(), from);
      } else if (layer.getLayerConf().getLayer() instanceof UnitLength) {
        graph.addVertex(name, new L2NormalizeVertex(), from);
      } else {
        graph.addLayer(name, stock(layer.getLayerConf().getLayer()), from);
      }
    }
    ComputationGraph network =
        new ComputationGraph(graph.setOutputs(own.getNetworkOutputs().get(0)).build());
    network.init();
    return network;
  }

  private static NeuralNetConfiguration.Builder base(
      Settings settings, ComputationGraphConfiguration own) {
    IUpdater rule =
        own.getVertices().values().stream()
            .filter(LayerVertex.class::isInstance)
            .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
            .filter(Convolution.class::isInstance)
            .map(layer -> ((Convolution) layer).getIUpdater())
            .findFirst()
            .orElseThrow();
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder().seed(settings.seed()).miniBatch(false).updater(rule);
    double decay = settings.optimiser().weightDecay();
    return decay > 0 ? base.l2(decay) : base;
  }

  private static Layer stock(Layer own) {
    if (own instanceof Convolution layer) {
      return new ConvolutionLayer.Builder(layer.getKernelSize(), layer.getStride())
          .padding(layer.getPadding())
          .convolutionMode(ConvolutionMode.Truncate)
          .nOut(layer.getNOut())
          .hasBias(layer.hasBias())
          .activation(Activation.IDENTITY)
          .weightInit(layer.getWeightInitFn())
          .build();
    }
    if (own instanceof Dense layer) {
      return new DenseLayer.Builder()
          .nOut(layer.getNOut())
          .activation(Activation.IDENTITY)
          .weightInit(layer.getWeightInitFn())
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
    if (own instanceof SubsamplingLayer layer) {
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
}
