/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Pooling;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.Part;

/**
 * A convolution of a backbone with its batch normalisation: what frameworks store side by side.
 *
 * @param name of the convolution's layer
 * @param filters which channels it reads
 * @param outputs channels of its result
 * @param inputs channels that one output channel reads: 1 if it is depthwise
 * @param side of its window
 * @param epsilon that our network adds to variances
 */
public record Unit(
    String name, Filters filters, int outputs, int inputs, int side, double epsilon) {

  /** A backbone reads colour images. */
  private static final int COLOURS = 3;

  /** Returns the shape of the weights as our flat vectors and PyTorch have it: O, C, K, K. */
  public List<Integer> shape() {
    return List.of(outputs, inputs, side, side);
  }

  /** Returns the number of weights. */
  public int weights() {
    return outputs * inputs * side * side;
  }

  /** Returns the units of a backbone, in the order of its layers. */
  public static List<Unit> of(Architecture architecture, double multiplier) {
    LayerGraph graph =
        architecture.layers(
            new EncoderShape(
                COLOURS,
                multiplier,
                EncoderShape.Norms.FROZEN,
                EncoderShape.Padding.SYMMETRIC,
                Pooling.AVERAGE,
                EncoderShape.Head.NONE,
                1,
                EncoderShape.Length.FREE));
    Map<String, Integer> channels = new HashMap<>(Map.of(LayerGraph.IMAGE, COLOURS));
    List<Unit> units = new ArrayList<>();
    for (LayerGraph.Node node : graph.nodes()) {
      int read = channels.getOrDefault(node.inputs().get(0), 0);
      if (node.layer() instanceof ConvolutionUnit unit && node.part() == Part.BACKBONE) {
        int inputs = unit.filters() == Filters.DEPTHWISE ? 1 : read;
        units.add(
            new Unit(
                node.name(),
                unit.filters(),
                unit.channels(),
                inputs,
                unit.window().side(),
                unit.epsilon()));
        channels.put(node.name(), unit.channels());
      } else {
        channels.put(node.name(), read);
      }
    }
    return units;
  }
}
