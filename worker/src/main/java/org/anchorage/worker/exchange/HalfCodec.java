/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Two bytes a value, and one scale for all: the power of two that brings the largest to just under
 * half of what binary16 holds. A value down to 2^-28 of the largest keeps 11 bits, which is a
 * relative error of 2^-12 at most; one below 2^-39 of it is lost. Scales are powers of two because
 * those change no digit.
 *
 * <p>What is not finite stays so.
 */
final class HalfCodec implements Codec {

  /** Where the largest value comes to lie: from 2^14 to 2^15. */
  private static final int TOP = 14;

  private final Curve curve;

  /** What is done to values before they are rounded, and undone after. */
  enum Curve {
    /** Nothing. */
    LINEAR {
      @Override
      float bent(float value) {
        return value;
      }

      @Override
      float straight(double value) {
        return (float) value;
      }
    },
    /**
     * The square root, with the sign of the value. Squaring doubles what binary16 spans, to 2^-78
     * of the largest, at twice the relative error. For optimiser moments: Adam divides by the root
     * of its second moment, so a small one that became zero would make a step of any size.
     */
    ROOT {
      @Override
      float bent(float value) {
        float root = (float) Math.sqrt(Math.abs(value));
        return value < 0 ? -root : root;
      }

      @Override
      float straight(double value) {
        double square = value * Math.abs(value);
        // Below that a float has too few digits to give back the same root.
        return Math.abs(square) < Float.MIN_NORMAL ? 0 : (float) square;
      }
    };

    abstract float bent(float value);

    abstract float straight(double value);
  }

  HalfCodec(Curve curve) {
    this.curve = curve;
  }

  @Override
  public byte[] encode(float[] values, int from, int to) {
    byte[] bytes = new byte[Math.addExact(Integer.BYTES, Math.multiplyExact(to - from, 2))];
    int shift = shift(values, from, to);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(shift);
    double scale = Math.scalb(1.0, shift);
    if (curve == Curve.LINEAR) {
      for (int i = from, at = Integer.BYTES; i < to; i++, at += 2) {
        HalfFloat.IN_BYTES.set(bytes, at, HalfFloat.of((float) (values[i] * scale)));
      }
    } else {
      for (int i = from, at = Integer.BYTES; i < to; i++, at += 2) {
        HalfFloat.IN_BYTES.set(bytes, at, HalfFloat.of((float) (curve.bent(values[i]) * scale)));
      }
    }
    return bytes;
  }

  private int shift(float[] values, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      float magnitude = Math.abs(values[i]);
      if (magnitude > largest && magnitude < Float.POSITIVE_INFINITY) {
        largest = magnitude;
      }
    }
    return largest == 0 ? 0 : TOP - HalfFloat.exponent(curve.bent(largest));
  }

  @Override
  public void decode(byte[] bytes, float[] into, int from) {
    int shift = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    double scale = Math.scalb(1.0, -shift);
    for (int i = from, at = Integer.BYTES; at < bytes.length; i++, at += 2) {
      into[i] = curve.straight(HalfFloat.value((short) HalfFloat.IN_BYTES.get(bytes, at)) * scale);
    }
  }
}
