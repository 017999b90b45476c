/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory outside the heap for products of one small base after another. Making it anew takes longer
 * than a product of a few dozen vectors. Holds one base and the products with it at a time. Not
 * thread-safe.
 */
public final class ProductMemory implements AutoCloseable {

  /** Rows and columns are filled up to multiples of this, so that few shapes occur. */
  private static final int STEP = 16;

  private final int rows;
  private final int columns;
  private final Piece base;
  private final Piece queries;
  private final Piece product;

  /**
   * Makes room.
   *
   * @param dim of the vectors
   * @param rows queries multiplied together, at most
   * @param columns vectors of a base, at most
   */
  public ProductMemory(int dim, int rows, int columns) {
    this.rows = up(rows);
    this.columns = up(columns);
    this.base = new Piece((long) dim * this.columns);
    this.queries = new Piece((long) this.rows * dim);
    this.product = new Piece((long) this.rows * this.columns);
  }

  /** Returns the queries of a product that are enough for some, filled up. */
  public int rows(int needed) {
    return Math.min(rows, up(needed));
  }

  int columns(int needed) {
    return Math.min(columns, up(needed));
  }

  private static int up(int number) {
    return (number + STEP - 1) / STEP * STEP;
  }

  INDArray base(float[] values, int dim, int columns) {
    return send(values, base.view(dim, columns));
  }

  INDArray queries(int rows, int dim) {
    return queries.view(rows, dim);
  }

  INDArray product(int rows, int columns) {
    return product.view(rows, columns);
  }

  /** Copies values to the start of an array's memory, in one copy. */
  static INDArray send(float[] values, INDArray to) {
    // On a GPU, an array has no memory on the host before it is asked for.
    Nd4j.getAffinityManager().ensureLocation(to, AffinityManager.Location.HOST);
    new FloatPointer(to.data().addressPointer()).put(values, 0, values.length);
    Nd4j.getAffinityManager().tagLocation(to, AffinityManager.Location.HOST);
    return to;
  }

  @Override
  public void close() {
    base.close();
    queries.close();
    product.close();
  }

  /** One array, seen in several shapes. */
  private static final class Piece {

    private final INDArray all;
    private final Map<Long, INDArray> views = new HashMap<>();
    private long lastShape = -1;
    private INDArray last;

    Piece(long length) {
      this.all = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', length);
      this.last = all;
    }

    INDArray view(int rows, int columns) {
      long shape = (long) rows << 32 | columns;
      if (shape != lastShape) {
        last =
            views.computeIfAbsent(
                shape,
                added ->
                    all.get(NDArrayIndex.interval(0, (long) rows * columns))
                        .reshape('c', rows, columns));
        lastShape = shape;
      }
      return last;
    }

    void close() {
      all.close();
    }
  }
}
