/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Vectors;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Searches blocks of queries one after the other, in buffers of its own. Not thread-safe. */
final class BlockScan implements AutoCloseable {

  private final CentredBase base;
  private final Vectors queries;
  private final int columns;
  private final INDArray product;
  private final float[] products;
  private final float[] centred;
  private final Candidates[] candidates;

  BlockScan(CentredBase base, Vectors queries, int rows, int k) {
    this.base = base;
    this.queries = queries;
    this.columns = base.columns();
    this.products = new float[rows * columns];
    this.centred = new float[rows * queries.dim()];
    this.candidates = new Candidates[rows];
    float[] scratch = new float[Candidates.capacity(base, k)];
    long[] order = new long[scratch.length];
    for (int row = 0; row < rows; row++) {
      candidates[row] = new Candidates(base, queries, k, scratch, order);
    }
    this.product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, columns);
  }

  /** Searches for queries from one to another and writes what it finds from a position on. */
  void search(int from, int to, boolean leaveOut, int[] indices, float[] distances, int at) {
    int dim = queries.dim();
    int count = to - from;
    Arrays.fill(centred, count * dim, centred.length, 0);
    for (int row = 0; row < count; row++) {
      double squared = base.centre(queries, from + row, centred, row * dim);
      candidates[row].begin(from + row, leaveOut ? from + row : -1, squared);
    }
    try (INDArray block = CentredBase.outsideHeap(centred, centred.length / dim, dim)) {
      for (int i = 0; i < base.blocks(); i++) {
        Nd4j.gemm(block, base.block(i), product, false, false, 1, 0);
        // One element read brings the whole block from a GPU to the host; on a CPU it is free.
        product.data().getFloat(0);
        new FloatPointer(product.data().addressPointer()).get(products, 0, count * columns);
        for (int row = 0; row < count; row++) {
          scan(candidates[row], row * columns, i * columns);
        }
      }
    }
    for (int row = 0; row < count; row++) {
      int start = at + row * candidates[row].k();
      candidates[row].finish(indices, distances, start);
    }
  }

  /** Offers the vectors of one block to one query; hardly any is near enough. */
  private void scan(Candidates near, int at, int first) {
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
