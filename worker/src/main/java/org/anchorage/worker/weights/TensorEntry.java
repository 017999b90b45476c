/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a file.
 *
 * @param name the name that the file gives it, without prefixes that all of its names share
 * @param type the type of the elements in the file
 * @param shape the dimensions, outermost first; empty for a scalar
 */
public record TensorEntry(String name, ElementType type, List<Integer> shape) {

  /** The most elements of a tensor; its bytes are then no overflow. */
  private static final long MOST = Long.MAX_VALUE / Double.BYTES;

  /**
   * Makes an entry.
   *
   * @throws IllegalArgumentException for a negative dimension, or if the elements cannot be counted
   */
  public TensorEntry {
    shape = List.copyOf(shape);
    long elements = 1;
    for (int side : shape) {
      if (side < 0 || (side > 0 && elements > MOST / side)) {
        throw new IllegalArgumentException("tensor " + name + " has the shape " + shape);
      }
      elements *= side;
    }
  }

  /** Returns the entry that a file claims. */
  static TensorEntry claimed(String name, ElementType type, List<Long> shape)
      throws WeightFileException {
    List<Integer> sides = new ArrayList<>();
    for (long side : shape) {
      if (side < 0 || side > Integer.MAX_VALUE) {
        throw impossible(name, shape);
      }
      sides.add((int) side);
    }
    try {
      return new TensorEntry(name, type, sides);
    } catch (IllegalArgumentException e) {
      throw impossible(name, shape);
    }
  }

  private static WeightFileException impossible(String name, List<Long> shape) {
    return WeightFileException.damaged(
        "gives tensor " + name + " the shape " + shape + ", which no tensor has");
  }

  /** Returns the number of elements. */
  public long elements() {
    long elements = 1;
    for (int side : shape) {
      elements *= side;
    }
    return elements;
  }

  /** Returns the bytes of all elements, as the file's type has them. */
  public long bytes() {
    return elements() * type.bytes();
  }
}
