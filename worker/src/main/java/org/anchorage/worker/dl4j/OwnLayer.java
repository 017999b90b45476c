/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.worker.dl4j.layer.BatchNorm;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.Dense;
import org.anchorage.worker.dl4j.layer.GlobalAverage;
import org.anchorage.worker.dl4j.layer.MaxPool;
import org.anchorage.worker.dl4j.layer.Relu;
import org.anchorage.worker.dl4j.layer.ResidualSum;
import org.anchorage.worker.dl4j.layer.UnitLength;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * Adds one layer of an architecture to a graph, as a layer of this project.
 *
 * @param graph to add to
 * @param node the layer in its place
 * @param weights how its weights are drawn; not read by layers without weights
 */
record OwnLayer(GraphBuilder graph, Node node, IWeightInit weights)
    implements Layer.Visitor<GraphBuilder> {

  @Override
  public GraphBuilder convolution(Layer.Convolution layer) {
    // Nothing before the images learns, so nobody needs their gradient.
    boolean first = node.inputs().contains(LayerGraph.IMAGE);
    return add(
        new Convolution(
            layer.side(),
            layer.stride(),
            layer.padding(),
            layer.channels(),
            layer.bias() == Layer.Bias.LEARNT ? Bias.LEARNT : Bias.NONE,
            first ? InputGradient.DROPPED : InputGradient.PASSED,
            weights));
  }

  @Override
  public GraphBuilder convolutionUnit(Layer.ConvolutionUnit layer) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public GraphBuilder globalPool(Layer.GlobalPool layer) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public GraphBuilder layerNorm(Layer.LayerNorm layer) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public GraphBuilder batchNorm(Layer.BatchNorm layer) {
    BatchNorm norm =
        layer.then() == Layer.Activation.RECTIFIER ? BatchNorm.rectified() : new BatchNorm();
    norm.setEps(layer.epsilon());
    norm.setDecay(layer.decay());
    return add(norm);
  }

  @Override
  public GraphBuilder maxPool(Layer.MaxPool layer) {
    return add(new MaxPool());
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
    return graph.addVertex(node.name(), new ResidualSum(), inputs());
  }

  @Override
  public GraphBuilder unitLength(Layer.UnitLength layer) {
    return add(new UnitLength());
  }

  private GraphBuilder add(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return graph.addLayer(node.name(), layer, inputs());
  }

  private String[] inputs() {
    return node.inputs().toArray(String[]::new);
  }
}
