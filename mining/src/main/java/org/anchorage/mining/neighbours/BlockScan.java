/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.List;
import org.anchorage.mining.products.BlockProducts;
import org.anchorage.mining.products.CentredBase;

/** Compares blocks of queries with all of the base, in buffers of its own. Not thread-safe. */
final class BlockScan implements AutoCloseable {

  /** If one vector is near enough, others beside it often are too, so all are looked at. */
  private static final int STRETCH = 16;

  private final CentredBase base;
  private final List<? extends Near[]> lists;
  private final BlockProducts source;
  private final int columns;
  private final float[] products;
  private final float[] marks;
  private final float[] unmarked;

  /**
   * Prepares blocks of queries.
   *
   * @param source products of the queries and the base; closed with this
   * @param lists receivers of the vectors near the queries of a block; a query may have several
   */
  BlockScan(CentredBase base, BlockProducts source, List<? extends Near[]> lists) {
    this.base = base;
    this.source = source;
    this.lists = lists;
    this.columns = base.columns();
    this.products = new float[columns];
    this.marks = new float[columns];
    this.unmarked = new float[columns];
  }

  /**
   * Offers the base to the queries {@code from} (included) to {@code to} (not), the first query to
   * the first receiver.
   */
  void scan(int from, int to) {
    int count = to - from;
    for (int row = 0; row < count; row++) {
      double squaredLength = source.take(row, from + row);
      for (Near[] list : lists) {
        list[row].begin(from + row, squaredLength);
      }
    }
    for (int i = 0; i < base.blocks(); i++) {
      source.multiply(i);
      for (int row = 0; row < count; row++) {
        // A row at a time: it stays in the nearest cache until it is read.
        source.row(row, products);
        for (Near[] list : lists) {
          offer(list[row], base.lower(i), i * columns);
        }
      }
    }
  }

  /** Offers the vectors of one block to one query; hardly any is near enough. */
  private void offer(Near near, float[] lower, int first) {
    int[] items = near.items();
    if (items != null) {
      offer(near, items, lower, first);
      return;
    }
    float limit = near.limit();
    if (limit == Float.NEGATIVE_INFINITY) {
      return;
    }
    mark(products, lower, Math.nextUp(limit), marks);
    int j = nextMarked(0);
    while (j < columns) {
      int end = Math.min(j + STRETCH, columns);
      for (; j < end; j++) {
        float value = products[j] + lower[j];
        if (value <= limit) {
          near.offer(first + j, value, source.distance(j));
          limit = near.limit();
        }
      }
      j = nextMarked(j);
    }
  }

  /** Offers those of certain vectors that lie in one block. */
  private void offer(Near near, int[] items, float[] lower, int first) {
    int place = Arrays.binarySearch(items, first);
    for (int i = place < 0 ? -place - 1 : place; i < items.length; i++) {
      int j = items[i] - first;
      if (j >= columns) {
        return;
      }
      float value = products[j] + lower[j];
      if (value <= near.limit()) {
        near.offer(items[i], value, source.distance(j));
      }
    }
  }

  /**
   * Marks sums under a limit with numbers other than 0. The loop has no branches and no offset into
   * the arrays, because such loops become vector instructions: x + |x| is 0 exactly if x is not
   * positive.
   */
  private static void mark(float[] products, float[] lower, float limit, float[] marks) {
    for (int j = 0; j < marks.length; j++) {
      float x = limit - (products[j] + lower[j]);
      marks[j] = x + Math.abs(x);
    }
  }

  private int nextMarked(int from) {
    int next = Arrays.mismatch(marks, from, columns, unmarked, from, columns);
    return next < 0 ? columns : from + next;
  }

  @Override
  public void close() {
    source.close();
  }
}
