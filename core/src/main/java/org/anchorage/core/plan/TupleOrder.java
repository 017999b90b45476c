/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;

/** Sorts tuples of ints in the array that holds them, because a list may have many millions. */
final class TupleOrder {

  private final int[] values;
  private final int size;

  private TupleOrder(int[] values, int size) {
    this.values = values;
    this.size = size;
  }

  /**
   * Sorts tuples by their first int, ties by the next. A heap sort: it takes no further memory.
   *
   * @param values count x size, row-major
   */
  static void sort(int[] values, int size) {
    TupleOrder order = new TupleOrder(values, size);
    int count = values.length / size;
    for (int root = count / 2 - 1; root >= 0; root--) {
      order.sink(root, count);
    }
    for (int end = count - 1; end > 0; end--) {
      order.swap(0, end);
      order.sink(0, end);
    }
  }

  /** Moves a tuple down until both children are no larger. */
  private void sink(int root, int end) {
    int at = root;
    for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
      int larger = child + 1 < end && compare(child, child + 1) < 0 ? child + 1 : child;
      if (compare(at, larger) >= 0) {
        return;
      }
      swap(at, larger);
      at = larger;
    }
  }

  private int compare(int a, int b) {
    return Arrays.compare(values, a * size, a * size + size, values, b * size, b * size + size);
  }

  private void swap(int a, int b) {
    for (int i = 0; i < size; i++) {
      int kept = values[a * size + i];
      values[a * size + i] = values[b * size + i];
      values[b * size + i] = kept;
    }
  }
}
