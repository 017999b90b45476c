/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

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
