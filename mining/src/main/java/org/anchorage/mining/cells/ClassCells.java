/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;

/**
 * The cells of one class: 4 bytes a row, and 4 dim + 4 a cell.
 *
 * @param label of the class
 * @param rows of all its vectors, cell after cell, ascending within a cell
 * @param sizes vectors of each cell, none zero
 * @param centroids mean of each cell
 */
public record ClassCells(int label, int[] rows, int[] sizes, Vectors centroids)
    implements Serializable {

  public ClassCells {
    if (sizes.length != centroids.count() || IntStream.of(sizes).sum() != rows.length) {
      throw new IllegalArgumentException(
          sizes.length
              + " cells with "
              + centroids.count()
              + " centroids and "
              + IntStream.of(sizes).sum()
              + " vectors do not hold the "
              + rows.length
              + " rows of class "
              + label);
    }
  }
}
