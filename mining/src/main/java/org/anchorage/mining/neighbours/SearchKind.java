/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * The ways to search a base as it is. This is the one place where such a {@link NeighbourSearch} is
 * made; a base that was divided into lists before has its own, in {@code mining.lists}.
 */
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

  /**
   * Prepares a base that need not fit in memory. Results are those of {@link #prepare(Vectors)} on
   * all of the base, to the bit. If the base is no larger than a part, it is read and prepared
   * once. If it is larger, every search reads it part by part: pass thousands of queries at once,
   * because preparing a part takes as long as comparing it with some 500 queries.
   *
   * @param base the vectors to be found, at least one; read by searches, so several threads may
   *     search only if they may read it
   * @param rows vectors of a part, at least 1; {@link PartSize} has the number for a memory
   * @return the search; to be closed
   * @throws IllegalArgumentException if there are no vectors, or rows is under 1. Searches in parts
   *     find out then that a vector is not finite or longer than 10^17
   */
  public NeighbourSearch prepare(VectorSource base, int rows) {
    if (base.count() > 0 && base.count() <= rows) {
      return prepare(base.read(0, base.count()));
    }
    return switch (this) {
      case EXACT -> new PartedNeighbours(base, rows);
    };
  }
}
