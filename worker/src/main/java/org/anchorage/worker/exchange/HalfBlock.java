/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.anchorage.core.vectors.HalfFloat;

/**
 * Converts {@value #SIZE} values at once, to the same bits as {@link HalfFloat} does one by one.
 * The compiler makes vector instructions of loops over ints, but not of loops with branches or with
 * {@link Float#floatToRawIntBits}. So floats become ints by copying memory, and a mask made from
 * the sign of a difference takes the place of a branch.
 *
 * <p>Two halves are sent as one int, so that no int has to be narrowed: value i is in the lower
 * half, value i + {@value #PAIRS} in the upper.
 *
 * <p>It has buffers of its own; not thread-safe.
 */
final class HalfBlock {

  /** Values at a time: the results between two loops stay in the nearest cache. */
  static final int SIZE = 1 << 10;

  private static final int PAIRS = SIZE / 2;

  /** A half's bits, shifted to a float's places, read too small by this factor. */
  private static final float REBIAS = 0x1p112f;

  private final FloatBuffer floats;
  private final IntBuffer ints;
  private final int[] bits = new int[SIZE];
  private final int[] raisedBits = new int[SIZE];
  private final int[] signBits = new int[SIZE];
  private final int[] pairs = new int[PAIRS];
  private final float[] raised = new float[SIZE];

  HalfBlock() {
    ByteBuffer memory = ByteBuffer.allocate(SIZE * Float.BYTES).order(ByteOrder.nativeOrder());
    this.floats = memory.asFloatBuffer();
    this.ints = memory.asIntBuffer();
  }

  private void copy(float[] values, int from, int[] into) {
    floats.put(0, values, from, SIZE);
    ints.get(0, into);
  }

  /**
   * Raises each place of {@code most} to the bits of the block's finite magnitude there, if these
   * are larger. Bits of non-negative floats are in the order of the floats.
   */
  void raise(float[] values, int from, int[] most) {
    copy(values, from, bits);
    for (int i = 0; i < SIZE; i++) {
      int magnitude = bits[i] & Integer.MAX_VALUE;
      int finite = magnitude & (magnitude - HalfFloat.FLOAT_INFINITE) >> 31;
      int above = finite - most[i];
      most[i] += above & ~(above >> 31);
    }
  }

  /**
   * Writes a block of halves.
   *
   * @param magnitudes a block, none negative
   * @param values the same values with their signs, from an index on
   */
  void encode(float[] magnitudes, float[] values, int from, IntBuffer into) {
    copy(magnitudes, 0, bits);
    for (int i = 0; i < SIZE; i++) {
      raised[i] = magnitudes[i] + HalfFloat.RAISE;
    }
    copy(raised, 0, raisedBits);
    copy(values, from, signBits);
    for (int i = 0; i < SIZE; i++) {
      int magnitude = bits[i] & Integer.MAX_VALUE;
      int small = (magnitude - HalfFloat.LEAST_NORMAL) >> 31;
      int half = (HalfFloat.normal(magnitude) & ~small) | (HalfFloat.small(raisedBits[i]) & small);
      int large = (HalfFloat.OVERFLOW - 1 - magnitude) >> 31;
      int noNumber = (HalfFloat.FLOAT_INFINITE - magnitude) >> 31;
      bits[i] =
          (half & ~large)
              | (HalfFloat.INFINITE & large)
              | (HalfFloat.NOT_A_NUMBER & noNumber)
              | (signBits[i] >>> 16 & 0x8000);
    }
    for (int i = 0; i < PAIRS; i++) {
      pairs[i] = bits[i] | bits[i + PAIRS] << 16;
    }
    into.put(pairs);
  }

  /** Decodes a block of halves exactly, over the values from an index on. */
  void decode(IntBuffer encoded, float[] into, int from) {
    encoded.get(pairs);
    for (int i = 0; i < PAIRS; i++) {
      bits[i] = pairs[i] & 0xffff;
    }
    for (int i = 0; i < PAIRS; i++) {
      bits[i + PAIRS] = pairs[i] >>> 16;
    }
    for (int i = 0; i < SIZE; i++) {
      int magnitude = bits[i] & 0x7fff;
      int notFinite = (HalfFloat.INFINITE - 1 - magnitude) >> 31;
      bits[i] =
          magnitude << HalfFloat.DROPPED
              | (bits[i] & 0x8000) << 16
              | (HalfFloat.FLOAT_INFINITE & notFinite);
    }
    ints.put(0, bits);
    floats.get(0, into, from, SIZE);
    for (int i = from; i < from + SIZE; i++) {
      into[i] *= REBIAS;
    }
  }
}
