/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.nio.ByteBuffer;
import org.anchorage.core.vectors.HalfFloat;

/**
 * The numbers of all vectors, in blocks of {@value Tile#VECTORS} vectors. A block holds dim x
 * {@value Tile#VECTORS} numbers, dimension by dimension. No block crosses a list; the last of a
 * list is filled up with zero bytes. Thread-safe once written.
 *
 * @param coding of the numbers
 * @param dim numbers of a vector
 * @param segments where they lie
 * @param ranges of each list, for {@link Coding#INT8}
 */
record Payload(Coding coding, int dim, Segments segments, Ranges ranges) {

  /** Makes room in memory. */
  static Payload inMemory(Coding coding, int dim, int blocks, Ranges ranges, int most) {
    return new Payload(
        coding, dim, Segments.inMemory(blocks, blockBytes(coding, dim), most), ranges);
  }

  static int blockBytes(Coding coding, int dim) {
    return Math.multiplyExact(Tile.VECTORS * coding.bytes(), dim);
  }

  /** Returns a reader for one thread. */
  TileReader reader() {
    return switch (coding) {
      case FLOAT -> new FloatTiles(segments);
      case HALF -> new HalfTiles(segments);
      case INT8 -> new ByteTiles(segments, ranges, dim);
    };
  }

  /** Writes a vector as it is stored. */
  void vector(int list, int block, int lane, float[] to, int from) {
    for (int d = 0; d < dim; d++) {
      to[from + d] = number(list, block, lane, d);
    }
  }

  private float number(int list, int block, int lane, int d) {
    ByteBuffer buffer = segments.buffers()[segments.bufferOf(block)];
    int at = segments.at(block) + (d * Tile.VECTORS + lane) * coding.bytes();
    return switch (coding) {
      case FLOAT -> buffer.getFloat(at);
      case HALF -> HalfFloat.value(buffer.getShort(at));
      case INT8 -> ranges.value(list * dim + d, buffer.get(at));
    };
  }

  /**
   * Writes a vector.
   *
   * @throws IllegalArgumentException if a number has no half
   */
  void put(int list, int block, int lane, float[] values, int from) {
    ByteBuffer buffer = segments.buffers()[segments.bufferOf(block)];
    int at = segments.at(block) + lane * coding.bytes();
    for (int d = 0; d < dim; d++, at += Tile.VECTORS * coding.bytes()) {
      float value = values[from + d];
      switch (coding) {
        case FLOAT -> buffer.putFloat(at, value);
        case HALF -> buffer.putShort(at, half(value));
        case INT8 -> buffer.put(at, ranges.code(list * dim + d, value));
      }
    }
  }

  /**
   * Returns the half of a number.
   *
   * @throws IllegalArgumentException if it has none
   */
  static short half(float value) {
    short half = HalfFloat.of(value);
    if ((half & 0x7fff) >= HalfFloat.INFINITE) {
      throw new IllegalArgumentException(
          "A vector has the number "
              + value
              + ", and halves end at 65504; store floats, or normalise the vectors");
    }
    return half;
  }
}
