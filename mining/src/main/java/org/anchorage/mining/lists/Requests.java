/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/** Refuses what cannot be searched, in the words of the exact search. */
final class Requests {

  /** Longer vectors have squares that overflow in single precision. */
  private static final double LONGEST = 1e17;

  private Requests() {}

  /**
   * Returns empty places for k neighbours of each query.
   *
   * @throws IllegalArgumentException if the dim is another, a query is not finite or longer than
   *     10^17, k is under 1, or there would be over 2^31 - 1 neighbours
   */
  static Neighbours none(Vectors queries, int dim, int k) {
    if (queries.dim() != dim) {
      throw new IllegalArgumentException(
          "Queries of "
              + queries.dim()
              + " floats cannot be searched among vectors of "
              + dim
              + "; embed both with the same encoder");
    }
    requireFinite(queries, 0);
    return none(queries.count(), k);
  }

  static Neighbours none(int queries, int k) {
    if (k < 1 || (long) queries * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + queries
              + " queries; k must be at least 1, and k x queries below 2^31: search fewer at once");
    }
    int[] indices = new int[queries * k];
    float[] distances = new float[queries * k];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    return new Neighbours(k, indices, distances);
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
      if (!(squared <= LONGEST * LONGEST)) {
        throw new IllegalArgumentException(
            "Vector "
                + (first + row)
                + " is not finite or is over 10^17 long, so distances to it mean nothing;"
                + " look for a training run that diverged");
      }
    }
  }

  static void requireRow(int row, int count) {
    if (row < 0 || row >= count) {
      throw new IllegalArgumentException(
          "There is no vector " + row + "; rows run from 0 to " + (count - 1));
    }
  }
}
