/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

/**
 * IEEE 754 binary16: 11 bits of significand, values to 65504, full precision down to 2^-14 and
 * steps of 2^-24 below. The JDK has the conversion from version 20 on.
 */
public final class HalfFloat {

  /** The least magnitude that is not zero. */
  public static final float LEAST = 0x1p-24f;

  /** Added to a magnitude below the normal ones: floats from here to 1 are 2^-24 apart. */
  public static final float RAISE = 0.5f;

  /** Bits of infinity. */
  public static final int INFINITE = 0x7c00;

  /** Bits of NaN. */
  public static final int NOT_A_NUMBER = 0x7e00;

  /** Bits of the float 2^-14, the least magnitude with full precision. */
  public static final int LEAST_NORMAL = 0x38800000;

  /** Bits of the float 2^16: magnitudes from here on are infinite or NaN. */
  public static final int OVERFLOW = 0x47800000;

  /** Bits of the infinite float. */
  public static final int FLOAT_INFINITE = 0x7f800000;

  private static final int RAISED = 0x3f000000;

  /** Difference of the exponents' biases, shifted to the exponent's place. */
  private static final int REBIAS = (127 - 15) << 23;

  /** Bits of a float's significand that a half lacks. */
  public static final int DROPPED = 13;

  private HalfFloat() {}

  /** Returns the nearest half, ties to even; infinite from 65520 on. */
  public static short of(float value) {
    return of(Math.abs(value), value);
  }

  /** Returns the half nearest to a magnitude with a sign. */
  public static short of(float unsigned, float signed) {
    int sign = Float.floatToRawIntBits(signed) >>> Short.SIZE & 0x8000;
    // Math.abs may leave a sign on NaN.
    int magnitude = Float.floatToRawIntBits(unsigned) & Integer.MAX_VALUE;
    int half;
    if (magnitude >= OVERFLOW) {
      half = magnitude > FLOAT_INFINITE ? NOT_A_NUMBER : INFINITE;
    } else if (magnitude < LEAST_NORMAL) {
      half = small(Float.floatToRawIntBits(unsigned + RAISE));
    } else {
      half = normal(magnitude);
    }
    return (short) (sign | half);
  }

  /** Returns the half of a float's bits; the magnitude is that of a normal half. */
  public static int normal(int magnitude) {
    return (rounded(magnitude) - REBIAS) >>> DROPPED;
  }

  /** Returns the half of a raised magnitude below the normal ones: raising has rounded it. */
  public static int small(int raised) {
    return raised - RAISED;
  }

  /** Returns the bits of a float rounded to the significand of a half, ties to even. */
  private static int rounded(int magnitude) {
    return magnitude + (1 << (DROPPED - 1)) - 1 + ((magnitude >>> DROPPED) & 1);
  }

  /** Returns the value of a half, exactly. */
  public static float value(short half) {
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
  public static int exponent(float value) {
    return Math.getExponent(
        Float.intBitsToFloat(rounded(Float.floatToRawIntBits(value) & 0x7fffffff)));
  }
}
