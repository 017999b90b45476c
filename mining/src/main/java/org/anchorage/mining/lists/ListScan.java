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

  /** As many vectors of a block, or fewer, cost less one by one than the whole block. */
  private static final int FEW = 3;

  private final ListTable table;
  private final TileReader reader;
  private final ListOrder order;
  private final KNearest kept = new KNearest();
  private final LeftOut leftOut = new LeftOut();

  /** Whether the distances of vectors that are left out are of interest. */
  private boolean watches;

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
    this.reader = payload.reader();
    this.order = new ListOrder(centroids);
    this.dim = payload.dim();
    this.tiles = Tile.block(dim);
    this.query = new float[tiles.length * Tile.DIMS];
    this.measured = new float[dim];
    this.asVectors = new Vectors(dim, measured);
  }

  /**
   * Finds the neighbours of a query in its nearest lists: in those within reach, as many as are
   * probed at most, and in more until k are found. Deletions or a filter may leave out just the
   * near ones ({@link LeftOut}). Then the reach alone says where to stop ({@link
   * Probing#filtered}): the most lists were counted where all near vectors are found. A probing
   * without a reach compares as many admitted vectors as its lists hold.
   *
   * @param probing which lists
   * @param matches vectors that are admitted, or more
   * @param into receives them in the row {@code at}
   */
  void probe(
      Vectors queries,
      int index,
      Probing probing,
      Admission admission,
      int matches,
      Neighbours into,
      int at) {
    begin(queries, index, into.k());
    order.begin(query, sums);
    float nearest = order.distance();
    Probing filtered = probing.filtered();
    long wanted = 0;
    long compared = 0;
    for (int probed = 0; order.any() && compared < matches; probed++) {
      boolean misled = probing.stopsEarly() && leftOut.mislead(kept.farthest());
      boolean most = !misled && probed >= probing.most() && compared >= wanted;
      Probing now = misled ? filtered : probing;
      if (kept.size() == into.k()
          && (most || now.ends(nearest, order.distance(), kept.farthest()))) {
        break;
      }
      int list = order.next();
      wanted += probed < probing.most() ? table.size(list) : 0;
      watches = probing.stopsEarly() && !leftOut.many();
      int admitted = scan(list, queries, index, admission);
      leftOut.meet(table.size(list), admitted);
      compared += admitted;
    }
    kept.finish(into, at);
  }

  /** Finds the nearest of some rows, by measuring all of them. */
  void measure(Vectors queries, int index, int[] rows, Neighbours into, int at) {
    begin(queries, index, into.k());
    for (int row : rows) {
      int place = table.places()[row];
      int list = table.listOf(place);
      measure(list, table.block(list, place), table.lane(list, place), queries, index, row);
    }
    kept.finish(into, at);
  }

  /** Writes the lists of a query in the order of probing. */
  void order(Vectors queries, int index, Neighbours into, int at) {
    begin(queries, index, into.k());
    order.begin(query, sums);
    for (int i = 0; i < into.k() && order.any(); i++) {
      into.squaredDistances()[at * into.k() + i] = order.distance();
      into.indices()[at * into.k() + i] = order.next();
    }
  }

  private void begin(Vectors queries, int index, int k) {
    System.arraycopy(queries.values(), index * dim, query, 0, dim);
    kept.begin(k);
    leftOut.begin(k);
  }

  /** Returns how many vectors were admitted. */
  private int scan(int list, Vectors queries, int index, Admission admission) {
    int sum = 0;
    int block = table.firstBlocks()[list];
    int end = table.starts()[list + 1];
    for (int first = table.starts()[list]; first < end; first += Tile.VECTORS, block++) {
      int width = Math.min(Tile.VECTORS, end - first);
      long all = Admission.all(width);
      long lanes = admission.lanes(block, first, width);
      int admitted = Long.bitCount(lanes);
      sum += admitted;
      boolean watched = watches && lanes != all;
      if (watched || admitted > FEW) {
        if (compare(list, block, width, watched ? all : lanes)) {
          leaveOut(first, watched ? all & ~lanes : 0);
          offer(first, width, lanes, queries, index, admission);
        }
      } else {
        for (long left = lanes; left != 0; left &= left - 1) {
          int lane = Long.numberOfTrailingZeros(left);
          int row = table.rows()[first + lane];
          if (admission.admits(row)) {
            measure(list, block, lane, queries, index, row);
          }
        }
      }
    }
    return sum;
  }

  /** Leaves out vectors of a compared block. */
  private void leaveOut(int first, long lanes) {
    float limit = limit();
    for (long left = lanes; left != 0; left &= left - 1) {
      int lane = Long.numberOfTrailingZeros(left);
      if (sums[lane] <= limit) {
        leftOut.leaveOut(sums[lane], first + lane);
      }
    }
  }

  /** Measures one vector, unless its first dimensions say already that it is too far. */
  private void measure(int list, int block, int lane, Vectors queries, int index, int row) {
    float limit = limit();
    float sum = 0;
    for (int from = 0; from < dim; from += Tile.DIMS) {
      int end = Math.min(dim, from + Tile.DIMS);
      reader.lane(list, block, lane, from, end, measured);
      float part = 0;
      for (int d = from; d < end; d++) {
        float difference = query[d] - measured[d];
        part += difference * difference;
      }
      sum += part;
      if (sum > limit) {
        return;
      }
    }
    kept.offer((float) queries.squaredDistance(index, asVectors, 0), row);
  }

  /** Sums distances; returns whether a vector of these lanes may be near enough. */
  private boolean compare(int list, int block, int width, long lanes) {
    float limit = limit();
    Arrays.fill(sums, 0);
    for (int tile = 0; tile < tiles.length; tile++) {
      int from = tile * Tile.DIMS;
      reader.read(list, block, from, Math.min(Tile.DIMS, dim - from), tiles[tile]);
      Tile.add(tiles[tile], query, from, sums);
      if (!any(width, lanes, limit)) {
        return false;
      }
    }
    return true;
  }

  private boolean any(int width, long lanes, float limit) {
    for (int lane = 0; lane < width; lane++) {
      if (sums[lane] <= limit && (lanes >>> lane & 1) != 0) {
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
  private void offer(
      int first, int width, long lanes, Vectors queries, int index, Admission admission) {
    float limit = limit();
    int count = 0;
    for (int lane = 0; lane < width; lane++) {
      if (sums[lane] <= limit && (lanes >>> lane & 1) != 0) {
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
