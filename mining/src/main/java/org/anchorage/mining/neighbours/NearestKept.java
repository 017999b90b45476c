/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * The k nearest of many queries among the vectors measured so far, in whatever order vectors come:
 * 12 k + 12 bytes a query, or 8 k + 76 for a k under 16. What is measured is gathered in no order,
 * in room for half as many again, and 8 at least. When that is full, the k nearest are selected. So
 * a vector takes some nanoseconds however large k is; but {@link #farthest} falls now and then
 * only. Not thread-safe.
 */
final class NearestKept {

  private static final long NONE = Long.MAX_VALUE;

  /** Room beyond k. */
  private static final int ROOM = 8;

  private final int k;
  private final int room;

  /** (distance, row) in one number: floats that are not negative sort as their bits. */
  private final long[] kept;

  private final int[] sizes;

  /** The k-th of those selected last: what is not below it is out. */
  private final long[] bounds;

  /**
   * Begins with none.
   *
   * @throws IllegalArgumentException if k is under 1, or queries x (k + the larger of 8 and k / 2)
   *     is over 2^31 - 9
   */
  NearestKept(int queries, int k) {
    Requests.requirePlaces(queries, k);
    this.k = k;
    long needed = room(k);
    if (queries * needed > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + queries
              + " queries at once: a search needs room for "
              + needed
              + " of each, and for fewer than 2^31 in all; search for fewer queries at once");
    }
    this.room = (int) needed;
    this.kept = new long[queries * room];
    this.sizes = new int[queries];
    this.bounds = new long[queries];
    Arrays.fill(bounds, NONE);
  }

  private static long room(int k) {
    return (long) k + Math.max(ROOM, k / 2);
  }

  /** Returns the memory of a query, in bytes. */
  static long bytes(int k) {
    return 8 * room(k) + 12;
  }

  /** Returns a distance over which no vector is kept; infinite until k were selected. */
  float farthest(int query) {
    long bound = bounds[query];
    return bound == NONE ? Float.POSITIVE_INFINITY : distance(bound);
  }

  /** Keeps a vector if it may be among the k nearest; no query measures a row twice. */
  void offer(int query, float distance, int row) {
    long entry = (long) Float.floatToIntBits(distance) << 32 | row;
    if (entry >= bounds[query]) {
      return;
    }
    int size = sizes[query]++;
    kept[query * room + size] = entry;
    if (size + 1 == room) {
      int first = query * room;
      bounds[query] = Selection.smallest(kept, first, first + room, k);
      sizes[query] = k;
    }
  }

  private static float distance(long entry) {
    return Float.intBitsToFloat((int) (entry >>> 32));
  }

  /** Returns the nearest of all queries. */
  Neighbours neighbours() {
    Neighbours all = Requests.none(sizes.length, k);
    for (int query = 0; query < sizes.length; query++) {
      int first = query * room;
      Arrays.sort(kept, first, first + sizes[query]);
      for (int i = 0; i < Math.min(k, sizes[query]); i++) {
        all.indices()[query * k + i] = (int) kept[first + i];
        all.squaredDistances()[query * k + i] = distance(kept[first + i]);
      }
    }
    return all;
  }
}
