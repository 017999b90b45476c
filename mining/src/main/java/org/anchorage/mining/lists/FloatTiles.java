/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Tiles of floats, copied as they are. */
final class FloatTiles extends TileReader {

  private final Segments segments;
  private final FloatBuffer[] floats;

  FloatTiles(Segments segments) {
    this.segments = segments;
    this.floats =
        Arrays.stream(segments.buffers())
            .map(ByteBuffer::asFloatBuffer)
            .toArray(FloatBuffer[]::new);
  }

  @Override
  void lane(int list, int block, int lane, int from, int end, float[] into) {
    FloatBuffer buffer = floats[segments.bufferOf(block)];
    int at = segments.at(block) / Float.BYTES + from * Tile.VECTORS + lane;
    for (int d = from; d < end; d++, at += Tile.VECTORS) {
      into[d] = buffer.get(at);
    }
  }

  @Override
  void copy(int list, int block, int from, int dims, float[] into) {
    floats[segments.bufferOf(block)].get(
        segments.at(block) / Float.BYTES + from * Tile.VECTORS, into, 0, dims * Tile.VECTORS);
  }
}
