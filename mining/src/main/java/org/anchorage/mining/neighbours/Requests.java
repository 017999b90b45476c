/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/** Refuses what no search can answer, in the same words for every search. Stateless. */
public final class Requests {

  private Requests() {}

  /**
   * Refuses queries of another length than the base's.
   *
   * @throws IllegalArgumentException if they are
   */
  public static void requireDim(Vectors queries, int dim) {
    if (queries.dim() != dim) {
      throw new IllegalArgumentException(
          "Queries of "
              + queries.dim()
              + " floats cannot be searched among vectors of "
              + dim
              + "; embed both with the same encoder");
    }
  }

  /**
   * Refuses rows that a base of some vectors does not have.
   *
   * @throws IllegalArgumentException if they are not from 0 to {@code count}, or not ascending
   */
  public static void requireRows(int from, int to, int count) {
    if (from < 0 || from > to || to > count) {
      throw new IllegalArgumentException(
          "The base has no vectors " + from + " to " + to + "; it has " + count);
    }
  }

  /** Refuses a base of no vectors. */
  static void requireVectors(int count) {
    if (count == 0) {
      throw new IllegalArgumentException("There are no vectors to be found; pass at least one");
    }
  }

  /**
   * Refuses numbers of neighbours that no result can hold.
   *
   * @throws IllegalArgumentException if k is under 1, or k x queries is over 2^31 - 1
   */
  public static void requirePlaces(int queries, int k) {
    if (k < 1 || (long) queries * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + queries
              + " queries; k must be at least 1, and k x queries below 2^31: search fewer at once");
    }
  }

  /** Returns empty places for k neighbours of each query, which {@link #requirePlaces} admits. */
  public static Neighbours none(int queries, int k) {
    int[] indices = new int[queries * k];
    float[] distances = new float[queries * k];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    return new Neighbours(k, indices, distances);
  }
}
