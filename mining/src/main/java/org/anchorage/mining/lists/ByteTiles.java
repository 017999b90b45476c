/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.nio.ByteBuffer;

/** Tiles of codes of one byte. */
final class ByteTiles extends TileReader {

  private final Segments segments;
  private final Ranges ranges;
  private final int dim;
  private final byte[] read = new byte[Tile.FLOATS];

  ByteTiles(Segments segments, Ranges ranges, int dim) {
    this.segments = segments;
    this.ranges = ranges;
    this.dim = dim;
  }

  @Override
  void lane(int list, int block, int lane, int from, int end, float[] into) {
    ByteBuffer buffer = segments.buffers()[segments.bufferOf(block)];
    int at = segments.at(block) + from * Tile.VECTORS + lane;
    for (int d = from; d < end; d++, at += Tile.VECTORS) {
      into[d] = ranges.value(list * dim + d, buffer.get(at));
    }
  }

  @Override
  void copy(int list, int block, int from, int dims, float[] into) {
    segments.buffers()[segments.bufferOf(block)].get(
        segments.at(block) + from * Tile.VECTORS, read, 0, dims * Tile.VECTORS);
    for (int d = 0; d < dims; d++) {
      int range = list * dim + from + d;
      int first = d * Tile.VECTORS;
      for (int i = first; i < first + Tile.VECTORS; i++) {
        into[i] = ranges.value(range, read[i]);
      }
    }
  }
}
