/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums over rows as a product with a row of ones: ten times faster than ND4J's sum. Keeps that row
 * for the next batch of the same size. Not thread-safe.
 */
final class ColumnSums {

  private @Nullable INDArray ones;

  /**
   * Writes weight times the sum of the rows.
   *
   * @param rows N x C in 'c' order, or anything that reshapes to it
   * @param result C values
   */
  void into(INDArray rows, INDArray result, double weight) {
    long columns = result.length();
    long count = rows.length() / columns;
    INDArray row = ones;
    if (row == null || row.length() != count) {
      row = Nd4j.ones(rows.dataType(), 1, count).detach();
      ones = row;
    }
    Nd4j.gemm(
        row,
        rows.reshape('c', count, columns),
        result.reshape('c', 1, columns),
        false,
        false,
        weight,
        0);
  }
}
