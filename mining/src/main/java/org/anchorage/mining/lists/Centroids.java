/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.vectors.Vectors;

/** Centroids of lists, in blocks as the vectors, so that a query meets many at once. Immutable. */
final class Centroids {

  private final Vectors centroids;
  private final float[][][] blocks;

  /** Takes centroids. */
  Centroids(Vectors centroids) {
    int dim = centroids.dim();
    this.centroids = centroids;
    this.blocks = new float[(centroids.count() - 1) / Tile.VECTORS + 1][][];
    Arrays.setAll(blocks, block -> Tile.block(dim));
    for (int list = 0; list < centroids.count(); list++) {
      float[][] block = blocks[list / Tile.VECTORS];
      for (int d = 0; d < dim; d++) {
        block[d / Tile.DIMS][d % Tile.DIMS * Tile.VECTORS + list % Tile.VECTORS] =
            centroids.values()[list * dim + d];
      }
    }
  }

  Vectors vectors() {
    return centroids;
  }

  int count() {
    return centroids.count();
  }

  /**
   * Writes, for each list, the distance of its centroid and its number in one long: floats that are
   * not negative sort as their bits.
   *
   * @param query filled up with zeros to whole tiles
   * @param sums room for one block
   */
  void distances(float[] query, float[] sums, long[] into) {
    for (int block = 0; block < blocks.length; block++) {
      Arrays.fill(sums, 0);
      float[][] tiles = blocks[block];
      for (int tile = 0; tile < tiles.length; tile++) {
        Tile.add(tiles[tile], query, tile * Tile.DIMS, sums);
      }
      int first = block * Tile.VECTORS;
      int end = Math.min(count(), first + Tile.VECTORS);
      for (int list = first; list < end; list++) {
        into[list] = (long) Float.floatToRawIntBits(sums[list - first]) << 32 | list;
      }
    }
  }
}
