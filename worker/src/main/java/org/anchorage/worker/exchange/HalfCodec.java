/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.anchorage.core.vectors.HalfFloat;

/**
 * Two bytes a value, and one scale for all values: the power of two that brings the largest to just
 * under half of binary16's range. A value down to 2^-28 of the largest keeps 11 bits, a relative
 * error of at most 2^-11. A value below 2^-39 of the largest becomes zero. Scales are powers of two
 * because these change no digit.
 *
 * <p>Whole blocks are laid out as {@link HalfBlock} does; the remaining values follow one after the
 * other. Infinite values and NaN stay as they are.
 */
final class HalfCodec implements Codec {

  /** Exponent of the largest value after scaling: it lies from 2^14 to 2^15. */
  private static final int TOP = 14;

  private final Curve curve;

  HalfCodec(Curve curve) {
    this.curve = curve;
  }

  @Override
  public byte[] encode(float[] values, int from, int to) {
    byte[] bytes = new byte[size(to - from)];
    HalfBlock block = new HalfBlock();
    int blocks = from + (to - from) / Decoder.BLOCK * Decoder.BLOCK;
    int shift = shift(values, from, blocks, to, block);
    ByteBuffer encoded = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(shift);
    IntBuffer pairs = encoded.asIntBuffer();
    float[] bent = new float[Decoder.BLOCK];
    for (int begin = from; begin < blocks; begin += Decoder.BLOCK) {
      bend(values, begin, Decoder.BLOCK, shift, bent);
      block.encode(bent, values, begin, pairs);
    }
    bend(values, blocks, to - blocks, shift, bent);
    encoded.position(encoded.position() + Short.BYTES * (blocks - from));
    for (int i = blocks; i < to; i++) {
      encoded.putShort(HalfFloat.of(bent[i - blocks], values[i]));
    }
    return bytes;
  }

  /** Bends a copy: a loop over two arrays at different indices gets no vector instructions. */
  private void bend(float[] values, int from, int count, int shift, float[] bent) {
    System.arraycopy(values, from, bent, 0, count);
    curve.bend(bent, count);
    scale(bent, 0, count, shift);
  }

  /** Returns the shift of a range of values: whole blocks, then the remaining values. */
  private int shift(float[] values, int from, int blocks, int to, HalfBlock block) {
    int[] most = new int[Decoder.BLOCK];
    for (int begin = from; begin < blocks; begin += Decoder.BLOCK) {
      block.raise(values, begin, most);
    }
    float largest = Float.intBitsToFloat(Arrays.stream(most).max().orElse(0));
    for (int i = blocks; i < to; i++) {
      float magnitude = Math.abs(values[i]);
      largest = magnitude < Float.POSITIVE_INFINITY ? Math.max(largest, magnitude) : largest;
    }
    return largest == 0 ? 0 : TOP - HalfFloat.exponent(curve.bent(largest));
  }

  @Override
  public int size(int count) {
    return Math.addExact(Integer.BYTES, Math.multiplyExact(count, Short.BYTES));
  }

  @Override
  public int count(byte[] bytes) {
    return (bytes.length - Integer.BYTES) / Short.BYTES;
  }

  @Override
  public Decoder decoder(byte[] bytes) {
    return new HalfDecoder(bytes);
  }

  /** Reads whole blocks, and at the end the remaining values. */
  private final class HalfDecoder implements Decoder {

    private final ByteBuffer encoded;
    private final IntBuffer pairs;
    private final int shift;
    private final HalfBlock block = new HalfBlock();

    HalfDecoder(byte[] bytes) {
      this.encoded = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      this.shift = encoded.getInt();
      this.pairs = encoded.asIntBuffer();
    }

    @Override
    public void next(float[] into, int from, int count) {
      float least = Math.scalb(HalfFloat.LEAST, -shift);
      int to = from + count;
      int blocks = from + count / BLOCK * BLOCK;
      for (int begin = from; begin < blocks; begin += BLOCK) {
        block.decode(pairs, into, begin);
        scale(into, begin, begin + BLOCK, -shift);
        curve.straighten(into, begin, begin + BLOCK, least);
      }
      encoded.position(Integer.BYTES * (1 + pairs.position()));
      for (int i = blocks; i < to; i++) {
        into[i] = HalfFloat.value(encoded.getShort());
      }
      scale(into, blocks, to, -shift);
      curve.straighten(into, blocks, to, least);
    }
  }

  /**
   * Multiplies by a power of two, in two factors: one float cannot hold every power that is needed.
   * The first factor loses no digit that both together would keep.
   */
  private static void scale(float[] values, int from, int to, int shift) {
    float first = Math.scalb(1f, shift / 2);
    float second = Math.scalb(1f, shift - shift / 2);
    for (int i = from; i < to; i++) {
      values[i] = values[i] * first * second;
    }
  }
}
