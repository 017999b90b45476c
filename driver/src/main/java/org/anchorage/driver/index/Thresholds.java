/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;

/**
 * How well a distance tells whether two items are the same, as measured on labelled pairs.
 *
 * @param points by distance, ascending
 */
public record Thresholds(List<Point> points) {

  public Thresholds {
    points = List.copyOf(points);
  }

  /**
   * What follows if pairs up to a distance are taken for the same.
   *
   * @param distance Euclidean
   * @param precision share of the pairs within the distance that are the same
   * @param recall share of the pairs that are the same which lie within the distance
   * @param f1 harmonic mean of both
   */
  public record Point(double distance, double precision, double recall, double f1) {}
}
