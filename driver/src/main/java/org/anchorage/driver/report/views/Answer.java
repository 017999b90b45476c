/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query and what it finds. Immutable.
 *
 * @param query what is searched for
 * @param hits its nearest neighbours, nearest first; five fill a row
 * @param firstRight the first of the query's class, where it is not among the hits; else null
 */
public record Answer(Shot query, List<Hit> hits, @Nullable Hit firstRight) {

  /**
   * One neighbour.
   *
   * @param shot of it
   * @param distance from the query, Euclidean
   * @param rank its place in the ranking, from 1
   */
  public record Hit(Shot shot, double distance, int rank) {}

  public Answer {
    hits = List.copyOf(hits);
  }

  /** Returns whether a neighbour is of the query's class. */
  public boolean isRight(Hit hit) {
    return hit.shot().className().equals(query.className());
  }
}
