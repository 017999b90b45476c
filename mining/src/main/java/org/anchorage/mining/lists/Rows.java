/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Requests;
import org.anchorage.mining.products.Length;

/** Refuses vectors and rows that lists cannot hold or find. */
final class Rows {

  private Rows() {}

  /**
   * Returns empty places for k neighbours of each query.
   *
   * @throws IllegalArgumentException if the dim is another, a query is not finite or longer than
   *     10^17, k is under 1, or there would be over 2^31 - 1 neighbours
   */
  static Neighbours none(Vectors queries, int dim, int k) {
    Requests.requireDim(queries, dim);
    requireFinite(queries, 0);
    Requests.requirePlaces(queries.count(), k);
    return Requests.none(queries.count(), k);
  }

  /**
   * Refuses vectors that have no distances.
   *
   * @param first row of the first vector
   */
  static void requireFinite(Vectors vectors, int first) {
    int dim = vectors.dim();
    for (int row = 0; row < vectors.count(); row++) {
      double squared = 0;
      for (int i = row * dim; i < (row + 1) * dim; i++) {
        squared += (double) vectors.values()[i] * vectors.values()[i];
      }
      Length.require("Vector", first + row, squared);
    }
  }

  static void requireRow(int row, int count) {
    if (row < 0 || row >= count) {
      throw new IllegalArgumentException(
          "There is no vector " + row + "; rows run from 0 to " + (count - 1));
    }
  }
}
