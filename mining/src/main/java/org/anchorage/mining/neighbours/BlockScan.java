/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Vectors;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Shows blocks of queries all of the base, in buffers of its own. Not thread-safe. */
final class BlockScan implements AutoCloseable {

  /** Where one vector is near enough, so are others beside it often enough to look at them all. */
  private static final int STRETCH = 16;

  private final CentredBase base;
  private final Vectors queries;
  private final List<? extends Near[]> lists;
  private final int rows;
  private final int columns;
  private final INDArray product;
  private final float[] products;
  private final float[] marks;
  private final float[] unmarked;
  private final float[] centred;

  /**
   * Prepares blocks of queries.
   *
   * @param rows queries of a block, at most
   * @param lists who takes what comes near the queries of a block; several may for each query
   */
  BlockScan(CentredBase base, Vectors queries, int rows, List<? extends Near[]> lists) {
    this.base = base;
    this.queries = queries;
    this.lists = lists;
    this.rows = rows;
    this.columns = base.columns();
    this.products = new float[columns];
    this.marks = new float[columns];
    this.unmarked = new float[columns];
    this.centred = new float[rows * queries.dim()];
    this.product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, columns);
  }

  /** Offers the base to the queries from one to another, the first to the first that takes. */
  void scan(int from, int to) {
    int dim = queries.dim();
    int count = to - from;
    Arrays.fill(centred, count * dim, centred.length, 0);
    for (int row = 0; row < count; row++) {
      double squaredLength = base.centre(queries, from + row, centred, row * dim);
      for (Near[] list : lists) {
        list[row].begin(from + row, squaredLength);
      }
    }
    try (INDArray block = CentredBase.outsideHeap(centred, rows, dim)) {
      for (int i = 0; i < base.blocks(); i++) {
        Nd4j.gemm(block, base.block(i), product, false, false, 1, 0);
        FloatBuffer host = onHost(product);
        for (int row = 0; row < count; row++) {
          // A row at a time, which stays in the nearest cache until it is looked through.
          host.get(row * columns, products, 0, columns);
          for (Near[] list : lists) {
            offer(list[row], base.lower(i), i * columns);
          }
        }
      }
    }
  }

  private static FloatBuffer onHost(INDArray product) {
    // One element read brings the whole block from a GPU to the host; on a CPU it is free.
    product.data().getFloat(0);
    FloatPointer values = new FloatPointer(product.data().addressPointer());
    return values.capacity(product.length()).asBuffer();
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
          near.offer(first + j, value);
          limit = near.limit();
        }
      }
      j = nextMarked(j);
    }
  }

  /** Offers those of certain vectors that are of one block. */
  private void offer(Near near, int[] items, float[] lower, int first) {
    int place = Arrays.binarySearch(items, first);
    for (int i = place < 0 ? -place - 1 : place; i < items.length; i++) {
      int j = items[i] - first;
      if (j >= columns) {
        return;
      }
      float value = products[j] + lower[j];
      if (value <= near.limit()) {
        near.offer(items[i], value);
      }
    }
  }

  /**
   * Marks sums that are under a limit with what is not 0. Without branches, and without an offset
   * into the arrays, for such loops become vector instructions: x + |x| is 0 exactly where x is not
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
    product.close();
  }
}
