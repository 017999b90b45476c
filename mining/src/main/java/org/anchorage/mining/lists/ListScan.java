/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/**
 * Searches lists for one query after another, in buffers of its own.
 *
 * <p>A block is compared tile by tile in single precision. No term of a sum is negative, so a block
 * is left as soon as the sums of its first tiles are all over the limit: most blocks are not read
 * whole. What stays under the limit is measured as {@link Vectors#squaredDistance} does, nearest
 * first, and lowers the limit. So the result within the probed lists is exact.
 *
 * <p>Not thread-safe.
 */
final class ListScan {

  private final ListTable table;
  private final Payload payload;
  private final TileReader reader;
  private final ListOrder order;
  private final KNearest kept = new KNearest();
  private final int dim;
  private final float[] query;
  private final float[] sums = new float[Tile.VECTORS];
  private final float[][] tiles;
  private final long[] near = new long[Tile.VECTORS];

  /** The vector that is measured. */
  private final float[] measured;

  private final Vectors asVectors;

  ListScan(ListTable table, Centroids centroids, Payload payload) {
    this.table = table;
    this.payload = payload;
    this.reader = payload.reader();
    this.order = new ListOrder(centroids);
    this.dim = payload.dim();
    this.tiles = Tile.block(dim);
    this.query = new float[tiles.length * Tile.DIMS];
    this.measured = new float[dim];
    this.asVectors = new Vectors(dim, measured);
  }

  /**
   * Finds the neighbours of a query in its nearest lists: in so many of them, and in more until k
   * are found and as many admitted vectors were compared as the first lists hold. With a filter
   * that admits one in ten, that is about ten times as many lists.
   *
   * @param probes lists, at least 1
   * @param matches vectors that are admitted, or more
   * @param into receives them in the row {@code at}
   */
  void probe(
      Vectors queries,
      int index,
      int probes,
      Admission admission,
      int matches,
      Neighbours into,
      int at) {
    begin(queries, index, into.k());
    order.begin(query, sums);
    long wanted = 0;
    long compared = 0;
    for (int probed = 0;
        order.any()
            && compared < matches
            && (probed < probes || compared < wanted || kept.size() < into.k());
        probed++) {
      int list = order.next();
      wanted += probed < probes ? table.size(list) : 0;
      compared += scan(list, queries, index, admission);
    }
    kept.finish(into, at);
  }

  /** Finds the nearest of some rows, by measuring all of them. */
  void measure(Vectors queries, int index, int[] rows, Neighbours into, int at) {
    kept.begin(into.k());
    for (int row : rows) {
      vector(row, measured, 0);
      kept.offer((float) queries.squaredDistance(index, asVectors, 0), row);
    }
    kept.finish(into, at);
  }

  /** Writes the lists of a query in the order of probing. */
  void order(Vectors queries, int index, Neighbours into, int at) {
    begin(queries, index, into.k());
    order.begin(query, sums);
    for (int i = 0; i < into.k() && order.any(); i++) {
      into.indices()[at * into.k() + i] = order.next();
    }
  }

  /** Writes a vector as it is stored. */
  void vector(int row, float[] to, int from) {
    int place = table.places()[row];
    int list = table.listOf(place);
    int block = table.block(list, place);
    int lane = table.lane(list, place);
    for (int d = 0; d < dim; d++) {
      to[from + d] = payload.number(list, block, lane, d);
    }
  }

  private void begin(Vectors queries, int index, int k) {
    System.arraycopy(queries.values(), index * dim, query, 0, dim);
    kept.begin(k);
  }

  /** Returns how many vectors were admitted. */
  private int scan(int list, Vectors queries, int index, Admission admission) {
    int sum = 0;
    int block = table.firstBlocks()[list];
    int end = table.starts()[list + 1];
    for (int first = table.starts()[list]; first < end; first += Tile.VECTORS, block++) {
      int width = Math.min(Tile.VECTORS, end - first);
      int admitted = admission.admitted(table.rows(), first, width);
      sum += admitted;
      if (admitted > 0 && compare(list, block, width)) {
        offer(first, width, queries, index, admission);
      }
    }
    return sum;
  }

  /** Sums distances; returns whether a vector of the block may be near enough. */
  private boolean compare(int list, int block, int width) {
    float limit = limit();
    Arrays.fill(sums, 0);
    for (int tile = 0; tile < tiles.length; tile++) {
      int from = tile * Tile.DIMS;
      reader.read(list, block, from, Math.min(Tile.DIMS, dim - from), tiles[tile]);
      Tile.add(tiles[tile], query, from, sums);
      if (!any(width, limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean any(int width, float limit) {
    for (int lane = 0; lane < width; lane++) {
      if (sums[lane] <= limit) {
        return true;
      }
    }
    return false;
  }

  private float limit() {
    float farthest = kept.farthest();
    return farthest == Float.POSITIVE_INFINITY ? farthest : Tile.limit(farthest, dim);
  }

  /** Measures the vectors of a compared block that may be near enough, nearest first. */
  private void offer(int first, int width, Vectors queries, int index, Admission admission) {
    float limit = limit();
    int count = 0;
    for (int lane = 0; lane < width; lane++) {
      if (sums[lane] <= limit) {
        near[count++] = (long) Float.floatToRawIntBits(sums[lane]) << 32 | lane;
      }
    }
    Arrays.sort(near, 0, count);
    for (int i = 0; i < count; i++) {
      int lane = (int) near[i];
      if (sums[lane] > limit) {
        break;
      }
      int row = table.rows()[first + lane];
      if (admission.admits(row)) {
        gather(lane);
        kept.offer((float) queries.squaredDistance(index, asVectors, 0), row);
        limit = limit();
      }
    }
  }

  /** Takes one vector out of the tiles of a block. */
  private void gather(int lane) {
    for (int tile = 0; tile < tiles.length; tile++) {
      float[] from = tiles[tile];
      int first = tile * Tile.DIMS;
      int dims = Math.min(Tile.DIMS, dim - first);
      for (int d = 0; d < dims; d++) {
        measured[first + d] = from[d * Tile.VECTORS + lane];
      }
    }
  }
}
