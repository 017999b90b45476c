/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;
import org.anchorage.core.vectors.HalfFloat;

/** Turns a file's elements into floats, some at a time. */
final class FloatDecoder {

  private static final int CHUNK = 1 << 18;

  private final ElementType type;
  private final ByteOrder order;

  FloatDecoder(ElementType type, ByteOrder order) {
    this.type = type;
    this.order = order;
  }

  /** Reads elements from a stream that has been checked to hold them. */
  float[] read(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) count * type.bytes())];
    for (int at = 0; at < count; ) {
      int elements = Math.min(count - at, chunk.length / type.bytes());
      int bytes = elements * type.bytes();
      if (in.readNBytes(chunk, 0, bytes) < bytes) {
        throw WeightFileException.damaged("ends within the values of a tensor");
      }
      decode(ByteBuffer.wrap(chunk, 0, bytes).order(order), values, at, elements);
      at += elements;
    }
    return values;
  }

  private void decode(ByteBuffer bytes, float[] to, int at, int count) {
    switch (type) {
      case F32 -> bytes.asFloatBuffer().get(to, at, count);
      case F16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          to[at + i] = HalfFloat.value(halves.get(i));
        }
      }
      case BF16 -> {
        ShortBuffer upper = bytes.asShortBuffer();
        for (int i = 0; i < count; i++) {
          to[at + i] = Float.intBitsToFloat(upper.get(i) << Short.SIZE);
        }
      }
      case F64 -> {
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        for (int i = 0; i < count; i++) {
          to[at + i] = (float) doubles.get(i);
        }
      }
      default -> throw new IllegalArgumentException(type + " holds no weights");
    }
  }
}
