/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import static org.anchorage.worker.onnx.OnnxGraph.number;
import static org.anchorage.worker.onnx.OnnxGraph.whole;
import static org.anchorage.worker.onnx.OnnxGraph.wholeList;

import onnx.Onnx;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.worker.backbone.Folded;

/**
 * Adds one layer of a network to a model. Images are channels first there.
 *
 * @param graph to add to
 * @param at the layer in its place
 */
record OnnxLayer(OnnxGraph graph, OnnxNode at) implements Layer.Visitor<String> {

  @Override
  public String convolution(Layer.Convolution layer) {
    Window window = new Window(layer.side(), layer.stride(), layer.padding(), layer.padding());
    float[] weights = at.own("weights");
    boolean biased = layer.bias() == Layer.Bias.LEARNT;
    float[] bias = biased ? at.own("bias") : new float[layer.channels()];
    return at.activated(
        convolved(window, layer.channels(), Layer.Filters.FULL, new Folded(weights, bias)),
        Activation.NONE);
  }

  @Override
  public String convolutionUnit(Layer.ConvolutionUnit layer) {
    return at.activated(
        convolved(layer.window(), layer.channels(), layer.filters(), folded(layer)), layer.then());
  }

  private Folded folded(Layer.ConvolutionUnit layer) {
    float[] weights = at.own("weights");
    return switch (layer.norm()) {
      case NONE -> new Folded(weights, new float[layer.channels()]);
      case BIAS -> new Folded(weights, at.own("bias"));
      case FIXED ->
          Folded.of(
              weights,
              at.own("gamma"),
              at.own("beta"),
              at.own("mean"),
              at.own("variance"),
              layer.epsilon());
    };
  }

  private String convolved(Window window, int channels, Layer.Filters filters, Folded folded) {
    int side = window.side();
    int inputs = folded.weights().length / (channels * side * side);
    Onnx.NodeProto.Builder operator =
        OnnxNode.windowed("Conv", window)
            .addAttribute(whole("group", filters == Layer.Filters.DEPTHWISE ? channels : 1));
    return graph.add(
        operator,
        at.linear(),
        at.input(),
        graph.floats(at.name() + "-weights", folded.weights(), channels, inputs, side, side),
        graph.floats(at.name() + "-bias", folded.bias(), channels));
  }

  @Override
  public String batchNorm(Layer.BatchNorm layer) {
    String[] inputs = new String[5];
    inputs[0] = at.input();
    String[] names = {"gamma", "beta", "mean", "variance"};
    for (int i = 0; i < names.length; i++) {
      float[] values = at.own(names[i]);
      inputs[i + 1] = graph.floats(at.name() + "-" + names[i], values, values.length);
    }
    Onnx.NodeProto.Builder operator =
        OnnxNode.operator("BatchNormalization").addAttribute(number("epsilon", layer.epsilon()));
    return at.activated(graph.add(operator, at.linear(), inputs), layer.then());
  }

  @Override
  public String maxPool(Layer.MaxPool layer) {
    return graph.add(OnnxNode.windowed("MaxPool", layer.window()), at.name(), at.input());
  }

  @Override
  public String rectifier(Layer.Rectifier layer) {
    at.keepRows();
    return graph.add("Relu", at.name(), at.input());
  }

  /** Our dense layers read images pixel by pixel, channels last. */
  @Override
  public String dense(Layer.Dense layer) {
    String rows = at.input();
    if (!graph.isRows(at.node().inputs().get(0))) {
      String last =
          graph.add(
              OnnxNode.operator("Transpose").addAttribute(wholeList("perm", 0, 2, 3, 1)),
              at.name() + "-channels-last",
              rows);
      rows = graph.add("Flatten", at.name() + "-rows", last);
    }
    float[] weights = at.own("weights");
    graph.makesRows(at.name());
    return at.renamed(
        graph.add(
            OnnxNode.operator("Gemm").addAttribute(whole("transB", 1)),
            // The last layer may be called as the model's output is.
            at.linear(),
            rows,
            graph.floats(
                at.name() + "-weights", weights, layer.outputs(), weights.length / layer.outputs()),
            graph.floats(at.name() + "-bias", at.own("bias"), layer.outputs())));
  }

  @Override
  public String globalAverage(Layer.GlobalAverage layer) {
    return at.rows(graph.add("GlobalAveragePool", at.name() + "-map", at.input()));
  }

  @Override
  public String globalPool(Layer.GlobalPool layer) {
    return at.rows(
        switch (layer.pooling()) {
          case AVERAGE -> graph.add("GlobalAveragePool", at.name() + "-map", at.input());
          case MAX -> graph.add("GlobalMaxPool", at.name() + "-map", at.input());
          case AVERAGE_MAX ->
              graph.add(
                  "Add",
                  at.name() + "-map",
                  graph.add("GlobalAveragePool", at.name() + "-average", at.input()),
                  graph.add("GlobalMaxPool", at.name() + "-max", at.input()));
          case GEM -> generalisedMean();
        });
  }

  private String generalisedMean() {
    float p = at.parameters().number(at.name());
    String name = at.name();
    String positive =
        graph.add(
            "Max",
            name + "-positive",
            at.input(),
            at.scalar("least", (float) Layer.GlobalPool.LEAST));
    String powers = graph.add("Pow", name + "-powers", positive, at.scalar("p", p));
    String mean = graph.add("GlobalAveragePool", name + "-mean", powers);
    return graph.add("Pow", name + "-map", mean, at.scalar("root", 1 / p));
  }

  @Override
  public String residualSum(Layer.ResidualSum layer) {
    String other = graph.value(at.node().inputs().get(1));
    return at.activated(graph.add("Add", at.linear(), at.input(), other), layer.then());
  }

  @Override
  public String layerNorm(Layer.LayerNorm layer) {
    String name = at.name();
    graph.makesRows(name);
    String mean = graph.add(OnnxNode.byRow("ReduceMean"), name + "-mean", at.input());
    String centred = graph.add("Sub", name + "-centred", at.input(), mean);
    String squares = graph.add("Mul", name + "-squares", centred, centred);
    String variance = graph.add(OnnxNode.byRow("ReduceMean"), name + "-variance", squares);
    String raised =
        graph.add(
            "Add",
            name + "-raised",
            variance,
            at.scalar("epsilon", (float) Layer.LayerNorm.EPSILON));
    return graph.add("Div", name, centred, graph.add("Sqrt", name + "-deviation", raised));
  }

  @Override
  public String unitLength(Layer.UnitLength layer) {
    graph.makesRows(at.name());
    String length = graph.add(OnnxNode.byRow("ReduceL2"), at.name() + "-length", at.input());
    String divisor =
        graph.add(
            "Max",
            at.name() + "-divisor",
            length,
            at.scalar("shortest", (float) Layer.UnitLength.SHORTEST));
    return graph.add("Div", at.name(), at.input(), divisor);
  }
}
