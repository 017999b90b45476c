/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

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

  /** Values at a time: what lies between two passes stays in the nearest cache. */
  private static final int BLOCK = 1 << 10;

  private final Curve curve;

  /**
   * What is done to values before they are rounded, and undone after. By loops of their own: the
   * compiler makes vector instructions of these, and cannot of the conversions.
   */
  enum Curve {
    /** Nothing. */
    LINEAR {
      @Override
      float bent(float magnitude) {
        return magnitude;
      }

      @Override
      void bend(float[] values, int from, int to, float[] magnitudes) {
        for (int i = from; i < to; i++) {
          magnitudes[i - from] = Math.abs(values[i]);
        }
      }

      @Override
      void straighten(float[] values, int from, int to, float least) {
        // Nothing was bent.
      }
    },
    /**
     * The square root, with the sign of the value. Squaring doubles what binary16 spans, to 2^-78
     * of the largest, at twice the relative error. For optimiser moments: Adam divides by the root
     * of its second moment, so a small one that became zero would make a step of any size.
     */
    ROOT {
      @Override
      float bent(float magnitude) {
        return (float) Math.sqrt(magnitude);
      }

      @Override
      void bend(float[] values, int from, int to, float[] magnitudes) {
        for (int i = from; i < to; i++) {
          magnitudes[i - from] = (float) Math.sqrt(Math.abs(values[i]));
        }
      }

      @Override
      void straighten(float[] values, int from, int to, float least) {
        for (int i = from; i < to; i++) {
          values[i] = values[i] * Math.abs(values[i]);
        }
        if (least * least < Float.MIN_NORMAL) {
          // Below that a float has too few digits to give back the same root.
          for (int i = from; i < to; i++) {
            values[i] = Math.abs(values[i]) < Float.MIN_NORMAL ? 0 : values[i];
          }
        }
      }
    };

    /** Bends a magnitude. */
    abstract float bent(float magnitude);

    /** Writes the bent magnitudes of a range of values. */
    abstract void bend(float[] values, int from, int to, float[] magnitudes);

    /**
     * Takes bending back in a range of values, none of them but zero nearer to it than the least.
     */
    abstract void straighten(float[] values, int from, int to, float least);
  }

  HalfCodec(Curve curve) {
    this.curve = curve;
  }

  @Override
  public byte[] encode(float[] values, int from, int to) {
    byte[] bytes = new byte[Math.addExact(Integer.BYTES, Math.multiplyExact(to - from, 2))];
    int shift = shift(values, from, to);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(shift);
    ShortBuffer encoded = halves(bytes);
    float[] bent = new float[BLOCK];
    short[] halves = new short[BLOCK];
    for (int begin = from; begin < to; begin += BLOCK) {
      int end = Math.min(begin + BLOCK, to);
      curve.bend(values, begin, end, bent);
      scale(bent, 0, end - begin, shift);
      for (int i = begin; i < end; i++) {
        halves[i - begin] = HalfFloat.of(bent[i - begin], values[i]);
      }
      encoded.put(halves, 0, end - begin);
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
  public int count(byte[] bytes) {
    return (bytes.length - Integer.BYTES) / Short.BYTES;
  }

  @Override
  public void decode(byte[] bytes, int first, float[] into, int from, int to) {
    int shift = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ShortBuffer encoded = halves(bytes).position(first);
    short[] halves = new short[Math.min(BLOCK, to - from)];
    for (int begin = from; begin < to; begin += BLOCK) {
      int end = Math.min(begin + BLOCK, to);
      encoded.get(halves, 0, end - begin);
      for (int i = begin; i < end; i++) {
        into[i] = HalfFloat.value(halves[i - begin]);
      }
      scale(into, begin, end, -shift);
      curve.straighten(into, begin, end, Math.scalb(HalfFloat.LEAST, -shift));
    }
  }

  private static ShortBuffer halves(byte[] bytes) {
    return ByteBuffer.wrap(bytes, Integer.BYTES, bytes.length - Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asShortBuffer();
  }

  /**
   * Multiplies by a power of two; by two, as one of floats cannot hold all that values need. The
   * first of them loses nothing that is not lost by both.
   */
  private static void scale(float[] values, int from, int to, int shift) {
    float first = Math.scalb(1f, shift / 2);
    float second = Math.scalb(1f, shift - shift / 2);
    for (int i = from; i < to; i++) {
      values[i] = values[i] * first * second;
    }
  }
}
