/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onnx;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.InputRule;

/**
 * Adds what an input rule makes of pixels from 0 to 1: a scale and an offset by channel.
 *
 * @param graph to add to
 * @param rule of the network
 * @param channels of an image
 */
record OnnxInput(OnnxGraph graph, InputRule rule, int channels) {

  /** Adds the operators to a value, and returns the result's name; the value itself if none. */
  String prepared(String images) {
    if (rule.isIdentity()) {
      return images;
    }
    String ordered = images;
    if (channels > 1 && rule.order() == InputRule.ChannelOrder.BGR) {
      ordered =
          graph.add(
              onnx.Onnx.NodeProto.newBuilder()
                  .setOpType("Gather")
                  .addAttribute(OnnxGraph.whole("axis", 1)),
              "input-order",
              images,
              graph.wholes("input-order-channels", 2, 1, 0));
    }
    float[] scale = new float[channels];
    float[] offset = new float[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = of(rule.deviation(), c);
      scale[c] = (float) ((rule.high() - rule.low()) / deviation);
      offset[c] = (float) ((rule.low() - of(rule.mean(), c)) / deviation);
    }
    int[] shape = {1, channels, 1, 1};
    String scaled =
        graph.add("Mul", "input-scaled", ordered, graph.floats("input-scale", scale, shape));
    return Arrays.equals(offset, new float[channels])
        ? scaled
        : graph.add("Add", "input", scaled, graph.floats("input-offset", offset, shape));
  }

  private static double of(List<Double> numbers, int channel) {
    return numbers.get(numbers.size() == 1 ? 0 : channel);
  }
}
