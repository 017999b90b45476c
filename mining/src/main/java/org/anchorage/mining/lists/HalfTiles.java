/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.anchorage.core.vectors.HalfFloat;

/** Tiles of halves. */
final class HalfTiles extends TileReader {

  private final Segments segments;
  private final ShortBuffer[] halves;
  private final short[] read = new short[Tile.FLOATS];

  HalfTiles(Segments segments) {
    this.segments = segments;
    this.halves =
        Arrays.stream(segments.buffers())
            .map(ByteBuffer::asShortBuffer)
            .toArray(ShortBuffer[]::new);
  }

  @Override
  void lane(int list, int block, int lane, int from, int end, float[] into) {
    ShortBuffer buffer = halves[segments.bufferOf(block)];
    int at = segments.at(block) / Short.BYTES + from * Tile.VECTORS + lane;
    for (int d = from; d < end; d++, at += Tile.VECTORS) {
      into[d] = HalfFloat.value(buffer.get(at));
    }
  }

  @Override
  void copy(int list, int block, int from, int dims, float[] into) {
    int count = dims * Tile.VECTORS;
    halves[segments.bufferOf(block)].get(
        segments.at(block) / Short.BYTES + from * Tile.VECTORS, read, 0, count);
    for (int i = 0; i < count; i++) {
      into[i] = HalfFloat.value(read[i]);
    }
  }
}
