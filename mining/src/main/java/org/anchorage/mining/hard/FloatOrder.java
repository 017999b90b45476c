/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;

/** Floats as numbers that, without sign, are in the order of {@link Arrays#sort(float[])}. */
final class FloatOrder {

  private FloatOrder() {}

  static int of(float score) {
    int bits = Float.floatToIntBits(score);
    return bits >= 0 ? bits ^ Integer.MIN_VALUE : ~bits;
  }

  static float value(int order) {
    return Float.intBitsToFloat(order < 0 ? order ^ Integer.MIN_VALUE : ~order);
  }
}
