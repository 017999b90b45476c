/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;

/**
 * The steps of {@link Coding#INT8}: a number is its dimension's lowest plus its code times the
 * step. Of another coding, both are empty.
 *
 * @param lowest lists x dim
 * @param steps lists x dim
 */
record Ranges(float[] lowest, float[] steps) {

  /** Codes of a dimension, less one. */
  private static final int STEPS = 255;

  static final Ranges NONE = new Ranges(new float[0], new float[0]);

  /** Returns ranges that hold no number yet; their steps hold the highest until {@link #divide}. */
  static Ranges empty(int lists, int dim) {
    Ranges ranges = new Ranges(new float[lists * dim], new float[lists * dim]);
    Arrays.fill(ranges.lowest, Float.POSITIVE_INFINITY);
    Arrays.fill(ranges.steps, Float.NEGATIVE_INFINITY);
    return ranges;
  }

  /** Widens the ranges of a list until they hold a vector. */
  void widen(int list, float[] values, int from, int dim) {
    for (int i = 0; i < dim; i++) {
      int at = list * dim + i;
      lowest[at] = Math.min(lowest[at], values[from + i]);
      steps[at] = Math.max(steps[at], values[from + i]);
    }
  }

  /** Divides the ranges, which are wide enough, into steps. */
  void divide() {
    for (int at = 0; at < steps.length; at++) {
      steps[at] = (float) (((double) steps[at] - lowest[at]) / STEPS);
    }
  }

  /** Returns the code that is nearest to a number. */
  byte code(int at, float value) {
    double steps = this.steps[at] == 0 ? 0 : ((double) value - lowest[at]) / this.steps[at];
    return (byte) Math.min(STEPS, Math.round(steps));
  }

  /** Returns the number of a code. */
  float value(int at, byte code) {
    return lowest[at] + steps[at] * (code & STEPS);
  }
}
