/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import static org.anchorage.worker.onnx.OnnxGraph.number;
import static org.anchorage.worker.onnx.OnnxGraph.whole;
import static org.anchorage.worker.onnx.OnnxGraph.wholeList;

import onnx.Onnx;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.worker.backbone.Folded;

/**
 * Adds one layer of a network to a model. Images are channels first there.
 *
 * @param graph to add to
 * @param node the layer in its place
 * @param parameters of the network
 */
record OnnxLayer(OnnxGraph graph, LayerGraph.Node node, Parameters parameters)
    implements Layer.Visitor<String> {

  /** The least value that a generalised mean reads, and the shortest row that is divided. */
  private static final float LEAST_MEAN = 1e-6f;

  private static final float SHORTEST = 1e-8f;
  private static final float LAYER_NORM = 1e-5f;
  private static final float CEILING = 6;

  @Override
  public String convolution(Layer.Convolution layer) {
    Window window = new Window(layer.side(), layer.stride(), layer.padding(), layer.padding());
    float[] weights = own("weights");
    boolean biased = layer.bias() == Layer.Bias.LEARNT;
    float[] bias = biased ? own("bias") : new float[layer.channels()];
    return activated(
        convolved(window, layer.channels(), Layer.Filters.FULL, new Folded(weights, bias)),
        Activation.NONE);
  }

  @Override
  public String convolutionUnit(Layer.ConvolutionUnit layer) {
    return activated(
        convolved(layer.window(), layer.channels(), layer.filters(), folded(layer)), layer.then());
  }

  private Folded folded(Layer.ConvolutionUnit layer) {
    float[] weights = own("weights");
    return switch (layer.norm()) {
      case NONE -> new Folded(weights, new float[layer.channels()]);
      case BIAS -> new Folded(weights, own("bias"));
      case FIXED ->
          Folded.of(
              weights, own("gamma"), own("beta"), own("mean"), own("variance"), layer.epsilon());
    };
  }

  private float[] own(String parameter) {
    return parameters.of(node.name(), parameter);
  }

  private String convolved(Window window, int channels, Layer.Filters filters, Folded folded) {
    int side = window.side();
    int inputs = folded.weights().length / (channels * side * side);
    Onnx.NodeProto.Builder operator =
        windowed("Conv", window)
            .addAttribute(whole("group", filters == Layer.Filters.DEPTHWISE ? channels : 1));
    return graph.add(
        operator,
        linear(),
        input(),
        graph.floats(node.name() + "-weights", folded.weights(), channels, inputs, side, side),
        graph.floats(node.name() + "-bias", folded.bias(), channels));
  }

  @Override
  public String batchNorm(Layer.BatchNorm layer) {
    String[] inputs = new String[5];
    inputs[0] = input();
    String[] names = {"gamma", "beta", "mean", "variance"};
    for (int i = 0; i < names.length; i++) {
      float[] values = own(names[i]);
      inputs[i + 1] = graph.floats(node.name() + "-" + names[i], values, values.length);
    }
    Onnx.NodeProto.Builder operator =
        operator("BatchNormalization").addAttribute(number("epsilon", layer.epsilon()));
    return activated(graph.add(operator, linear(), inputs), layer.then());
  }

  @Override
  public String maxPool(Layer.MaxPool layer) {
    return graph.add(windowed("MaxPool", layer.window()), node.name(), input());
  }

  @Override
  public String rectifier(Layer.Rectifier layer) {
    keepRows();
    return graph.add("Relu", node.name(), input());
  }

  /** Our dense layers read images pixel by pixel, channels last. */
  @Override
  public String dense(Layer.Dense layer) {
    String rows = input();
    if (!graph.isRows(node.inputs().get(0))) {
      String last =
          graph.add(
              operator("Transpose").addAttribute(wholeList("perm", 0, 2, 3, 1)),
              node.name() + "-channels-last",
              rows);
      rows = graph.add("Flatten", node.name() + "-rows", last);
    }
    float[] weights = own("weights");
    graph.makesRows(node.name());
    return renamed(
        graph.add(
            operator("Gemm").addAttribute(whole("transB", 1)),
            // The last layer may be called as the model's output is.
            linear(),
            rows,
            graph.floats(
                node.name() + "-weights",
                weights,
                layer.outputs(),
                weights.length / layer.outputs()),
            graph.floats(node.name() + "-bias", own("bias"), layer.outputs())));
  }

  @Override
  public String globalAverage(Layer.GlobalAverage layer) {
    return rows(graph.add("GlobalAveragePool", node.name() + "-map", input()));
  }

  @Override
  public String globalPool(Layer.GlobalPool layer) {
    return rows(
        switch (layer.pooling()) {
          case AVERAGE -> graph.add("GlobalAveragePool", node.name() + "-map", input());
          case MAX -> graph.add("GlobalMaxPool", node.name() + "-map", input());
          case AVERAGE_MAX ->
              graph.add(
                  "Add",
                  node.name() + "-map",
                  graph.add("GlobalAveragePool", node.name() + "-average", input()),
                  graph.add("GlobalMaxPool", node.name() + "-max", input()));
          case GEM -> generalisedMean();
        });
  }

  private String generalisedMean() {
    float p = parameters.number(node.name());
    String name = node.name();
    String positive = graph.add("Max", name + "-positive", input(), scalar("least", LEAST_MEAN));
    String powers = graph.add("Pow", name + "-powers", positive, scalar("p", p));
    String mean = graph.add("GlobalAveragePool", name + "-mean", powers);
    return graph.add("Pow", name + "-map", mean, scalar("root", 1 / p));
  }

  @Override
  public String residualSum(Layer.ResidualSum layer) {
    String other = graph.value(node.inputs().get(1));
    return activated(graph.add("Add", linear(), input(), other), layer.then());
  }

  @Override
  public String layerNorm(Layer.LayerNorm layer) {
    String name = node.name();
    graph.makesRows(name);
    String mean = graph.add(byRow("ReduceMean"), name + "-mean", input());
    String centred = graph.add("Sub", name + "-centred", input(), mean);
    String squares = graph.add("Mul", name + "-squares", centred, centred);
    String variance = graph.add(byRow("ReduceMean"), name + "-variance", squares);
    String raised = graph.add("Add", name + "-raised", variance, scalar("epsilon", LAYER_NORM));
    return graph.add("Div", name, centred, graph.add("Sqrt", name + "-deviation", raised));
  }

  @Override
  public String unitLength(Layer.UnitLength layer) {
    graph.makesRows(node.name());
    String length = graph.add(byRow("ReduceL2"), node.name() + "-length", input());
    String divisor =
        graph.add("Max", node.name() + "-divisor", length, scalar("shortest", SHORTEST));
    return graph.add("Div", node.name(), input(), divisor);
  }

  private String rows(String map) {
    graph.makesRows(node.name());
    return graph.add("Flatten", node.name(), map);
  }

  private void keepRows() {
    if (graph.isRows(node.inputs().get(0))) {
      graph.makesRows(node.name());
    }
  }

  private String activated(String linear, Activation then) {
    return switch (then) {
      case NONE -> renamed(linear);
      case RECTIFIER -> graph.add("Relu", node.name(), linear);
      case RECTIFIER_6 ->
          graph.add("Clip", node.name(), linear, scalar("floor", 0), scalar("ceiling", CEILING));
    };
  }

  private String renamed(String value) {
    graph.alias(node.name(), value);
    return value;
  }

  private String input() {
    return graph.value(node.inputs().get(0));
  }

  private String linear() {
    return node.name() + "-linear";
  }

  private String scalar(String name, float number) {
    return graph.floats(node.name() + "-" + name, new float[] {number});
  }

  private static Onnx.NodeProto.Builder operator(String type) {
    return Onnx.NodeProto.newBuilder().setOpType(type);
  }

  private static Onnx.NodeProto.Builder byRow(String type) {
    return operator(type).addAttribute(wholeList("axes", 1)).addAttribute(whole("keepdims", 1));
  }

  private static Onnx.NodeProto.Builder windowed(String type, Window window) {
    return operator(type)
        .addAttribute(wholeList("kernel_shape", window.side(), window.side()))
        .addAttribute(wholeList("strides", window.stride(), window.stride()))
        .addAttribute(
            wholeList("pads", window.before(), window.before(), window.after(), window.after()));
  }
}
