/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

/**
 * Says which vectors of the base may be neighbours of a query. It is asked within the search, and
 * only of vectors that lie near enough, so k neighbours are found however many vectors it refuses.
 *
 * <p>Always gives the same answer, and may be asked by several threads at once.
 */
@FunctionalInterface
public interface Filter {

  /**
   * Returns whether a vector may be a neighbour.
   *
   * @param query index of the query, among the queries or, if the base is searched for its own
   *     vectors, in the base
   * @param index of the vector in the base
   */
  boolean admits(int query, int index);

  /** Admits every vector. */
  static Filter all() {
    return (query, index) -> true;
  }

  /**
   * Admits vectors of other classes than the query's. The query must be of the base itself.
   *
   * @param labels class of each vector of the base; kept, not copied
   */
  static Filter otherClasses(int[] labels) {
    return (query, index) -> labels[query] != labels[index];
  }
}
