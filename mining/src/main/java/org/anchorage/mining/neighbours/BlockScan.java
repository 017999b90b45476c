/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Vectors;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Shows blocks of queries all of the base, in buffers of its own. Not thread-safe. */
final class BlockScan implements AutoCloseable {

  private final CentredBase base;
  private final Vectors queries;
  private final Near[] near;
  private final int columns;
  private final INDArray product;
  private final float[] products;
  private final float[] centred;

  /** Prepares blocks of as many queries as there are of those that take what comes near. */
  BlockScan(CentredBase base, Vectors queries, Near[] near) {
    this.base = base;
    this.queries = queries;
    this.near = near;
    this.columns = base.columns();
    this.products = new float[near.length * columns];
    this.centred = new float[near.length * queries.dim()];
    this.product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', near.length, columns);
  }

  /** Offers the base to the queries from one to another, the first to the first that takes. */
  void scan(int from, int to) {
    int dim = queries.dim();
    int count = to - from;
    Arrays.fill(centred, count * dim, centred.length, 0);
    for (int row = 0; row < count; row++) {
      near[row].begin(from + row, base.centre(queries, from + row, centred, row * dim));
    }
    try (INDArray block = CentredBase.outsideHeap(centred, centred.length / dim, dim)) {
      for (int i = 0; i < base.blocks(); i++) {
        Nd4j.gemm(block, base.block(i), product, false, false, 1, 0);
        // One element read brings the whole block from a GPU to the host; on a CPU it is free.
        product.data().getFloat(0);
        new FloatPointer(product.data().addressPointer()).get(products, 0, count * columns);
        for (int row = 0; row < count; row++) {
          scan(near[row], row * columns, i * columns);
        }
      }
    }
  }

  /** Offers the vectors of one block to one query; hardly any is near enough. */
  private void scan(Near near, int at, int first) {
    float[] lower = base.lower();
    int j = next(0, columns, at, lower, first, near.limit());
    while (j < columns) {
      near.offer(first + j, products[at + j] + lower[first + j]);
      j = next(j + 1, columns, at, lower, first, near.limit());
    }
  }

  /** Returns the next that is near enough; a loop without calls, which compiles to a third. */
  private int next(int from, int to, int at, float[] lower, int first, float limit) {
    float[] p = products;
    for (int j = from; j < to; j++) {
      if (p[at + j] + lower[first + j] <= limit) {
        return j;
      }
    }
    return to;
  }

  @Override
  public void close() {
    product.close();
  }
}
