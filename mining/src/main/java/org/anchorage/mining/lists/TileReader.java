/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;

/** Reads tiles of stored blocks as floats. Not thread-safe. */
abstract class TileReader {

  /**
   * Reads a tile.
   *
   * @param from first dimension
   * @param dims dimensions that there are, up to {@value Tile#DIMS}; the rest become zeros
   * @param into receives the numbers
   */
  final void read(int list, int block, int from, int dims, float[] into) {
    copy(list, block, from, dims, into);
    if (dims < Tile.DIMS) {
      Arrays.fill(into, dims * Tile.VECTORS, Tile.FLOATS, 0);
    }
  }

  /**
   * Reads some numbers of one vector, which lie scattered over its block.
   *
   * @param from first dimension
   * @param end dimension after the last
   * @param into receives them at their dimensions
   */
  abstract void lane(int list, int block, int lane, int from, int end, float[] into);

  abstract void copy(int list, int block, int from, int dims, float[] into);
}
