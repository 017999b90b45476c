/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.List;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * Adds one layer of an architecture to a graph, as a layer that DL4J ships, channels first.
 *
 * @param graph to add to
 * @param node the layer in its place
 * @param weights how its weights are drawn; not read by layers without weights
 * @param later additions to make behind all other layers, because DL4J orders branches, and so
 *     parameters, by when a vertex was added
 */
record StockLayer(GraphBuilder graph, Node node, IWeightInit weights, List<Runnable> later)
    implements Layer.Visitor<GraphBuilder> {

  @Override
  public GraphBuilder convolution(Layer.Convolution layer) {
    return add(
        new ConvolutionLayer.Builder(layer.side(), layer.side())
            .stride(layer.stride(), layer.stride())
            .padding(layer.padding(), layer.padding())
            .convolutionMode(ConvolutionMode.Truncate)
            .nOut(layer.channels())
            .hasBias(layer.bias() == Layer.Bias.LEARNT)
            .activation(Activation.IDENTITY)
            .weightInit(weights)
            .build());
  }

  @Override
  public GraphBuilder convolutionUnit(Layer.ConvolutionUnit layer) {
    throw unknown();
  }

  @Override
  public GraphBuilder globalPool(Layer.GlobalPool layer) {
    throw unknown();
  }

  @Override
  public GraphBuilder layerNorm(Layer.LayerNorm layer) {
    throw unknown();
  }

  @Override
  public GraphBuilder batchNorm(Layer.BatchNorm layer) {
    BatchNormalization norm =
        new BatchNormalization.Builder()
            .decay(layer.decay())
            .eps(layer.epsilon())
            .useLogStd(false)
            .build();
    if (layer.then() == Layer.Activation.NONE) {
      return add(norm);
    }
    later.add(() -> graph.addLayer(linear(), norm, inputs()));
    return rectify();
  }

  @Override
  public GraphBuilder maxPool(Layer.MaxPool layer) {
    return add(new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build());
  }

  @Override
  public GraphBuilder rectifier(Layer.Rectifier layer) {
    return add(new ActivationLayer(Activation.RELU));
  }

  @Override
  public GraphBuilder dense(Layer.Dense layer) {
    return add(
        new DenseLayer.Builder()
            .nOut(layer.outputs())
            .activation(Activation.IDENTITY)
            .weightInit(weights)
            .build());
  }

  @Override
  public GraphBuilder globalAverage(Layer.GlobalAverage layer) {
    return add(new GlobalPoolingLayer(PoolingType.AVG));
  }

  @Override
  public GraphBuilder residualSum(Layer.ResidualSum layer) {
    later.add(() -> graph.addVertex(linear(), new ElementWiseVertex(Op.Add), inputs()));
    return rectify();
  }

  @Override
  public GraphBuilder unitLength(Layer.UnitLength layer) {
    return graph.addVertex(node.name(), new L2NormalizeVertex(), inputs());
  }

  private IllegalStateException unknown() {
    return new IllegalStateException(
        "Layer " + node.name() + " has no counterpart; call StockNetwork.requireKnown first");
  }

  /** Gives the rectifier the node's name, so that other layers read the rectified values. */
  private GraphBuilder rectify() {
    return graph.addLayer(node.name(), new ActivationLayer(Activation.RELU), linear());
  }

  private String linear() {
    return node.name() + "-linear";
  }

  private GraphBuilder add(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return graph.addLayer(node.name(), layer, inputs());
  }

  private String[] inputs() {
    return node.inputs().toArray(String[]::new);
  }
}
