/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.core.vectors.Vectors;

/** The ways to search. This is the one place where a {@link NeighbourSearch} is made. */
public enum SearchKind {
  /**
   * Finds what a full sort in double precision would. A search costs 2 x queries x base x dim
   * operations; memory holds the base twice, as given and prepared outside the heap.
   */
  EXACT;

  /**
   * Prepares a base for any number of searches.
   *
   * @param base the vectors to be found, at least one; kept, not copied
   * @return the search; to be closed
   * @throws IllegalArgumentException if there are none, or one is not finite or longer than 10^17
   */
  public NeighbourSearch prepare(Vectors base) {
    return switch (this) {
      case EXACT -> new ExactNeighbours(base);
    };
  }
}
