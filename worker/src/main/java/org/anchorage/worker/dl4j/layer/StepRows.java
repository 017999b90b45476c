/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.gram.BatchScratch;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.worker.step.DivergenceException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rows of one step's Gram matrix: the batch's embeddings, remembered ones, targets, and the
 * loss's own.
 *
 * @param vectors N x D in double precision, measured from the loss's origin
 * @param rows classes of the embeddings and references, which come first
 * @param scratch of the step
 */
record StepRows(INDArray vectors, Rows rows, BatchScratch scratch) {

  /** Returns N. */
  int size() {
    return (int) vectors.size(0);
  }

  /**
   * Returns the products of all rows.
   *
   * @throws DivergenceException if a row is not finite
   */
  Gram gram() {
    int size = size();
    INDArray products = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {size, size}, 'c');
    Nd4j.gemm(vectors, vectors, products, false, true, 1, 0);
    double[] values = HostCopy.readDoubles(products, scratch.takeZeros(size * size));
    double squares = 0;
    for (int i = 0; i < size; i++) {
      squares += values[i * size + i];
      if (i == rows.size() - 1 && !Double.isFinite(squares)) {
        throw new DivergenceException("an embedding", Double.NaN);
      }
    }
    if (!Double.isFinite(squares)) {
      throw new DivergenceException("a vector that the loss learns", Double.NaN);
    }
    return new Gram(size, values, scratch);
  }

  /**
   * Returns the gradient dL/dF = (S + S<sup>T</sup>) F of some rows.
   *
   * @param slope S = dL/dG, N x N row-major
   * @param from first of the rows
   * @param count number of rows
   * @return count x D
   */
  INDArray gradient(double[] slope, int from, int count) {
    int size = size();
    double[] both = scratch.takeZeros(count * size);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < size; j++) {
        both[i * size + j] = slope[(from + i) * size + j] + slope[j * size + from + i];
      }
    }
    INDArray weights = Nd4j.createFromArray(both).reshape('c', count, size);
    INDArray gradient =
        Nd4j.createUninitialized(DataType.DOUBLE, new long[] {count, vectors.size(1)}, 'c');
    Nd4j.gemm(weights, vectors, gradient, false, false, 1, 0);
    return gradient;
  }
}
