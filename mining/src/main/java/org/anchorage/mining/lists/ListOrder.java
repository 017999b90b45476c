/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

/**
 * The order in which a query probes lists: by the distance of their centroids, ties by number. It
 * does not depend on how many are probed. Lists come one by one from a heap, so those that are not
 * probed are not sorted. Distances are summed in single precision, in an order that is always the
 * same, so the order is too. Not thread-safe; reused for the next query.
 */
final class ListOrder {

  private final Centroids centroids;
  private final long[] heap;
  private int left;

  ListOrder(Centroids centroids) {
    this.centroids = centroids;
    this.heap = new long[centroids.count()];
  }

  /**
   * Begins the order of a query.
   *
   * @param query filled up with zeros to whole tiles
   * @param sums room for one block
   */
  void begin(float[] query, float[] sums) {
    centroids.distances(query, sums, heap);
    left = heap.length;
    for (int i = left / 2 - 1; i >= 0; i--) {
      sink(i, heap[i]);
    }
  }

  /** Returns whether lists are left. */
  boolean any() {
    return left > 0;
  }

  /** Returns the squared distance of the next list's centroid. */
  float distance() {
    return Float.intBitsToFloat((int) (heap[0] >>> 32));
  }

  /** Returns the next list. */
  int next() {
    int list = (int) heap[0];
    left--;
    if (left > 0) {
      sink(0, heap[left]);
    }
    return list;
  }

  private void sink(int from, long entry) {
    int at = from;
    for (int child = 2 * at + 1; child < left; child = 2 * at + 1) {
      if (child + 1 < left && heap[child + 1] < heap[child]) {
        child++;
      }
      if (entry <= heap[child]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}
