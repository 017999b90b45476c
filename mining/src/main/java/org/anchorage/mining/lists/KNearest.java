/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * The k nearest vectors of one query so far, in whatever order they come, ties by row: a heap with
 * the farthest on top. Not thread-safe; reused for the next query.
 */
final class KNearest {

  private static final int FEW = 16;

  /** (distance, row) in one number: floats that are not negative sort as their bits. */
  private long[] heap = new long[FEW];

  private int k;
  private int size;

  /** Begins a query with none; k is at least 1. */
  void begin(int wanted) {
    k = wanted;
    size = 0;
  }

  int size() {
    return size;
  }

  /** Returns the distance over which no vector is kept; infinite until there are k. */
  float farthest() {
    return size < k ? Float.POSITIVE_INFINITY : distance(heap[0]);
  }

  /** Keeps a vector if it is among the k nearest; no row comes twice. */
  void offer(float distance, int row) {
    long entry = (long) Float.floatToIntBits(distance) << 32 | row;
    if (size < k) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, (int) Math.min(k, 2L * size));
      }
      rise(size++, entry);
    } else if (entry < heap[0]) {
      sink(entry);
    }
  }

  private void rise(int from, long entry) {
    int at = from;
    while (at > 0 && heap[(at - 1) / 2] < entry) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  private void sink(long entry) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (entry >= heap[child]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }

  /** Writes the nearest to a row of neighbours, and ends the query. */
  void finish(Neighbours into, int query) {
    Arrays.sort(heap, 0, size);
    for (int i = 0; i < size; i++) {
      into.indices()[query * into.k() + i] = (int) heap[i];
      into.squaredDistances()[query * into.k() + i] = distance(heap[i]);
    }
    size = 0;
  }

  private static float distance(long entry) {
    return Float.intBitsToFloat((int) (entry >>> 32));
  }
}
