/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * The k nearest of many queries among the vectors measured so far, in whatever order vectors come:
 * 8 bytes x k a query. Not thread-safe.
 */
final class NearestKept {

  private static final long NONE = Long.MAX_VALUE;

  private final int k;

  /** (distance, row) in one number, ascending: floats that are not negative sort as their bits. */
  private final long[] kept;

  /**
   * Begins with none.
   *
   * @throws IllegalArgumentException if k is under 1, or k x queries is over 2^31 - 1
   */
  NearestKept(int queries, int k) {
    Found.requirePlaces(queries, k);
    this.k = k;
    this.kept = new long[queries * k];
    Arrays.fill(kept, NONE);
  }

  /** Returns the distance over which a vector is not kept. */
  float farthest(int query) {
    long last = kept[query * k + k - 1];
    return last == NONE ? Float.POSITIVE_INFINITY : distance(last);
  }

  /** Keeps a vector if it is among the k nearest; no query measures a row twice. */
  void offer(int query, float distance, int row) {
    long entry = (long) Float.floatToIntBits(distance) << 32 | row;
    int first = query * k;
    int at = first + k - 1;
    if (entry >= kept[at]) {
      return;
    }
    int place = -Arrays.binarySearch(kept, first, at, entry) - 1;
    System.arraycopy(kept, place, kept, place + 1, at - place);
    kept[place] = entry;
  }

  private static float distance(long entry) {
    return Float.intBitsToFloat((int) (entry >>> 32));
  }

  /** Returns the nearest of all queries. */
  Neighbours neighbours() {
    Neighbours all = Found.none(kept.length / k, k);
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] != NONE) {
        all.indices()[i] = (int) kept[i];
        all.squaredDistances()[i] = distance(kept[i]);
      }
    }
    return all;
  }
}
