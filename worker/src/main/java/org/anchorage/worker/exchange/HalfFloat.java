/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * IEEE 754 binary16: 11 bits of significand, values to 65504, full precision down to 2^-14 and
 * steps of 2^-24 below. The JDK has the conversion from 20 on.
 */
final class HalfFloat {

  /** The least magnitude that is not zero. */
  static final float LEAST = 0x1p-24f;

  private static final int INFINITE = 0x7c00;
  private static final int NOT_A_NUMBER = 0x7e00;
  private static final int LEAST_NORMAL = Float.floatToRawIntBits(0x1p-14f);
  private static final int OVERFLOW = Float.floatToRawIntBits(0x1p16f);
  private static final int FLOAT_INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final int HALF = Float.floatToRawIntBits(0.5f);

  /** Difference of the exponents' biases, in place. */
  private static final int REBIAS = (127 - 15) << 23;

  /** Bits of the significand that a half has not. */
  private static final int DROPPED = 13;

  private HalfFloat() {}

  /** Returns the nearest half, ties to even; infinite from 65520 on. */
  static short of(float value) {
    return of(Math.abs(value), value);
  }

  /** Returns the half nearest to a magnitude with a sign. */
  static short of(float unsigned, float signed) {
    int sign = Float.floatToRawIntBits(signed) >>> Short.SIZE & 0x8000;
    int magnitude = Float.floatToRawIntBits(unsigned);
    int half;
    if (magnitude >= OVERFLOW) {
      half = magnitude > FLOAT_INFINITE ? NOT_A_NUMBER : INFINITE;
    } else if (magnitude < LEAST_NORMAL) {
      // The floats from a half to one lie 2^-24 apart: adding rounds to the steps wanted.
      half = Float.floatToRawIntBits(unsigned + 0.5f) - HALF;
    } else {
      half = (rounded(magnitude) - REBIAS) >>> DROPPED;
    }
    return (short) (sign | half);
  }

  /** Returns the bits of a float with one added in the last place kept, where that is nearer. */
  private static int rounded(int magnitude) {
    return magnitude + (1 << (DROPPED - 1)) - 1 + ((magnitude >>> DROPPED) & 1);
  }

  /**
   * Returns the value of a half, exactly. Computed: a table of all has 256 KB, and costs more to
   * miss in the cache than the arithmetic does, most halves being normal ones.
   */
  static float value(short half) {
    int magnitude = half & 0x7fff;
    int sign = half << Short.SIZE & Integer.MIN_VALUE;
    if (magnitude >= 0x400 && magnitude < INFINITE) {
      return Float.intBitsToFloat((magnitude << DROPPED) + REBIAS | sign);
    }
    float value =
        magnitude < 0x400
            ? magnitude * LEAST
            : magnitude == INFINITE ? Float.POSITIVE_INFINITY : Float.NaN;
    return sign == 0 ? value : -value;
  }

  /** Returns the exponent of a finite value rounded to the significand of a half. */
  static int exponent(float value) {
    return Math.getExponent(
        Float.intBitsToFloat(rounded(Float.floatToRawIntBits(value) & 0x7fffffff)));
  }
}
