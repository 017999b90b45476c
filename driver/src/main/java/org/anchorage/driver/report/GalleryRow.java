/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;

/**
 * One query and its nearest neighbours. Immutable.
 *
 * @param className class of the query
 * @param image the query
 * @param hits its nearest neighbours, nearest first; five fill a row
 */
public record GalleryRow(String className, Thumbnail image, List<Hit> hits) {

  /**
   * One neighbour.
   *
   * @param className its class
   * @param distance from the query, Euclidean
   * @param image of the neighbour
   */
  public record Hit(String className, double distance, Thumbnail image) {}

  public GalleryRow {
    hits = List.copyOf(hits);
  }

  /** Returns whether a neighbour is of the query's class. */
  boolean right(Hit hit) {
    return hit.className().equals(className);
  }
}
