/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.List;
import org.anchorage.core.architecture.Layer.Filters;

/** In which order a framework stores the weights of a convolution. */
public enum Order {
  /** O, C, K, K: PyTorch's order and ours. Depthwise: C, 1, K, K. */
  OUTPUTS_FIRST {
    @Override
    public List<Integer> shape(Unit unit) {
      return unit.shape();
    }

    @Override
    int place(Unit unit, int output, int input, int pixel) {
      return (output * unit.inputs() + input) * unit.side() * unit.side() + pixel;
    }
  },

  /** K, K, C, O: TensorFlow's order. Depthwise: K, K, C, 1. */
  PIXELS_FIRST {
    @Override
    public List<Integer> shape(Unit unit) {
      return unit.filters() == Filters.DEPTHWISE
          ? List.of(unit.side(), unit.side(), unit.outputs(), 1)
          : List.of(unit.side(), unit.side(), unit.inputs(), unit.outputs());
    }

    /** A depthwise convolution has one input for each output, so both shapes have one formula. */
    @Override
    int place(Unit unit, int output, int input, int pixel) {
      return (pixel * unit.inputs() + input) * unit.outputs() + output;
    }
  };

  /** Returns the shape of a unit's weights. */
  public abstract List<Integer> shape(Unit unit);

  abstract int place(Unit unit, int output, int input, int pixel);

  /** Returns weights of this order in ours; a new array, or the same if the orders are equal. */
  public float[] ours(Unit unit, float[] theirs) {
    return this == OUTPUTS_FIRST ? theirs : moved(unit, theirs, this, OUTPUTS_FIRST);
  }

  /** Returns weights of our order in this one; a new array, or the same if the orders are equal. */
  public float[] theirs(Unit unit, float[] ours) {
    return this == OUTPUTS_FIRST ? ours : moved(unit, ours, OUTPUTS_FIRST, this);
  }

  private static float[] moved(Unit unit, float[] values, Order from, Order to) {
    float[] moved = new float[values.length];
    int pixels = unit.side() * unit.side();
    for (int output = 0; output < unit.outputs(); output++) {
      for (int input = 0; input < unit.inputs(); input++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          moved[to.place(unit, output, input, pixel)] =
              values[from.place(unit, output, input, pixel)];
        }
      }
    }
    return moved;
  }
}
