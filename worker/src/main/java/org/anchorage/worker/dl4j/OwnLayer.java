/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.worker.dl4j.layer.BatchNorm;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.ConvolutionUnit;
import org.anchorage.worker.dl4j.layer.Dense;
import org.anchorage.worker.dl4j.layer.GlobalAverage;
import org.anchorage.worker.dl4j.layer.GlobalPool;
import org.anchorage.worker.dl4j.layer.LayerNorm;
import org.anchorage.worker.dl4j.layer.MaxPool;
import org.anchorage.worker.dl4j.layer.PaddedMaxPool;
import org.anchorage.worker.dl4j.layer.Relu;
import org.anchorage.worker.dl4j.layer.ResidualSum;
import org.anchorage.worker.dl4j.layer.Sum;
import org.anchorage.worker.dl4j.layer.UnitLength;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * Adds one layer of an architecture to a graph, as a layer of this project.
 *
 * @param graph to add to
 * @param layers all layers of the network, or of the part of it that the graph is
 * @param node the layer in its place
 * @param weights how its weights are drawn; not read by layers without weights
 * @param rule how its weights are learnt
 */
record OwnLayer(
    GraphBuilder graph, LayerGraph layers, Node node, IWeightInit weights, LearningRule rule)
    implements Layer.Visitor<GraphBuilder> {

  @Override
  public GraphBuilder convolution(Layer.Convolution layer) {
    return add(
        new Convolution(
            layer.side(),
            layer.stride(),
            layer.padding(),
            layer.channels(),
            layer.bias() == Layer.Bias.LEARNT ? Bias.LEARNT : Bias.NONE,
            inputGradient(),
            weights));
  }

  @Override
  public GraphBuilder convolutionUnit(Layer.ConvolutionUnit layer) {
    return add(new ConvolutionUnit(layer, inputGradient(), weights));
  }

  /** Nothing before the input learns, so nobody needs its gradient. */
  private InputGradient inputGradient() {
    return node.inputs().contains(LayerGraph.IMAGE) ? InputGradient.DROPPED : InputGradient.PASSED;
  }

  @Override
  public GraphBuilder globalPool(Layer.GlobalPool layer) {
    return add(new GlobalPool(layer.pooling()));
  }

  @Override
  public GraphBuilder layerNorm(Layer.LayerNorm layer) {
    return add(new LayerNorm());
  }

  @Override
  public GraphBuilder batchNorm(Layer.BatchNorm layer) {
    BatchNorm norm =
        switch (layer.then()) {
          case NONE -> new BatchNorm();
          case RECTIFIER -> BatchNorm.rectified();
          case RECTIFIER_6 -> BatchNorm.rectified6();
        };
    norm.setEps(layer.epsilon());
    norm.setDecay(layer.decay());
    return add(norm);
  }

  @Override
  public GraphBuilder maxPool(Layer.MaxPool layer) {
    return add(
        layer.window().equals(Layer.Window.HALVES)
            ? new MaxPool()
            : new PaddedMaxPool(layer.window()));
  }

  @Override
  public GraphBuilder rectifier(Layer.Rectifier layer) {
    return add(new Relu());
  }

  @Override
  public GraphBuilder dense(Layer.Dense layer) {
    return add(new Dense(layer.outputs(), weights));
  }

  @Override
  public GraphBuilder globalAverage(Layer.GlobalAverage layer) {
    return add(new GlobalAverage());
  }

  @Override
  public GraphBuilder residualSum(Layer.ResidualSum layer) {
    int dropped = node.inputs().indexOf(LayerGraph.IMAGE);
    int overwritten = overwritten();
    boolean plain =
        layer.then() == Layer.Activation.RECTIFIER
            && dropped == Sum.NEITHER
            && overwritten == Sum.NEITHER;
    return graph.addVertex(
        node.name(),
        plain ? new ResidualSum() : new Sum(layer.then(), overwritten, dropped),
        inputs());
  }

  /** Returns which summand can be written over: nobody else reads it, nor its own way back. */
  private int overwritten() {
    for (Node each : layers.nodes()) {
      boolean linear =
          each.layer() instanceof Layer.ConvolutionUnit unit
              && unit.then() == Layer.Activation.NONE;
      long readers =
          layers.nodes().stream().filter(other -> other.inputs().contains(each.name())).count();
      if (linear && readers == 1 && node.inputs().contains(each.name())) {
        return node.inputs().indexOf(each.name());
      }
    }
    return Sum.NEITHER;
  }

  @Override
  public GraphBuilder unitLength(Layer.UnitLength layer) {
    return add(new UnitLength());
  }

  private GraphBuilder add(org.deeplearning4j.nn.conf.layers.Layer layer) {
    if (layer instanceof BaseLayer trained) {
      rule.applyTo(trained, node.part());
    }
    return graph.addLayer(node.name(), layer, inputs());
  }

  private String[] inputs() {
    return node.inputs().toArray(String[]::new);
  }
}
