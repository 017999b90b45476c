/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.build;

import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * Consecutive rows of other vectors.
 *
 * @param first row
 * @param end the row after the last
 */
record ShardVectors(VectorSource of, int first, int end) implements VectorSource {

  @Override
  public int count() {
    return end - first;
  }

  @Override
  public int dim() {
    return of.dim();
  }

  @Override
  public Vectors read(int from, int to) {
    if (from < 0 || from > to || to > count()) {
      throw new IndexOutOfBoundsException(
          "There are no rows " + from + " to " + to + " among " + count() + " vectors");
    }
    return of.read(first + from, first + to);
  }
}
