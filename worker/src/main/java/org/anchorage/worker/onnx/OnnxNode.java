/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import static org.anchorage.worker.onnx.OnnxGraph.whole;
import static org.anchorage.worker.onnx.OnnxGraph.wholeList;

import onnx.Onnx;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.worker.backbone.LayerParameters;

/**
 * A layer in its place in a model: what it reads, and the names of what it adds.
 *
 * @param graph to add to
 * @param node the layer
 * @param parameters of the network
 */
record OnnxNode(OnnxGraph graph, LayerGraph.Node node, LayerParameters parameters) {

  private static final float CEILING = 6;

  /** Returns the layer's name. */
  String name() {
    return node.name();
  }

  /** Returns one of the layer's own arrays. */
  float[] own(String parameter) {
    return parameters.of(node.name(), parameter);
  }

  /** Adds the map N x C x 1 x 1 as rows N x C. */
  String rows(String map) {
    graph.makesRows(node.name());
    return graph.add("Flatten", node.name(), map);
  }

  /** Says that the result is rows if the layer reads rows. */
  void keepRows() {
    if (graph.isRows(node.inputs().get(0))) {
      graph.makesRows(node.name());
    }
  }

  /** Adds an activation; the result is then the layer's. */
  String activated(String linear, Activation then) {
    return switch (then) {
      case NONE -> renamed(linear);
      case RECTIFIER -> graph.add("Relu", node.name(), linear);
      case RECTIFIER_6 ->
          graph.add("Clip", node.name(), linear, scalar("floor", 0), scalar("ceiling", CEILING));
    };
  }

  /** Lets a value be the layer's result. */
  String renamed(String value) {
    graph.alias(node.name(), value);
    return value;
  }

  /** Returns the value that the layer reads first. */
  String input() {
    return graph.value(node.inputs().get(0));
  }

  /** Returns the name of the result before the activation. */
  String linear() {
    return node.name() + "-linear";
  }

  /** Adds a constant of one number, and returns its name. */
  String scalar(String name, float number) {
    return graph.floats(node.name() + "-" + name, new float[] {number});
  }

  /** Returns an operator without attributes. */
  static Onnx.NodeProto.Builder operator(String type) {
    return Onnx.NodeProto.newBuilder().setOpType(type);
  }

  /** Returns an operator that makes one number of each row. */
  static Onnx.NodeProto.Builder byRow(String type) {
    return operator(type).addAttribute(wholeList("axes", 1)).addAttribute(whole("keepdims", 1));
  }

  /** Returns an operator that moves a window over images. */
  static Onnx.NodeProto.Builder windowed(String type, Window window) {
    return operator(type)
        .addAttribute(wholeList("kernel_shape", window.side(), window.side()))
        .addAttribute(wholeList("strides", window.stride(), window.stride()))
        .addAttribute(
            wholeList("pads", window.before(), window.before(), window.after(), window.after()));
  }
}
