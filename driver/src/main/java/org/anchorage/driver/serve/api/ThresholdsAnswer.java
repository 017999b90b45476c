/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.Thresholds;

/**
 * How well a distance tells whether two items are the same.
 *
 * @param points by distance, ascending; none if that was not measured
 */
public record ThresholdsAnswer(List<PointBody> points) {

  /**
   * What follows if pairs up to a distance are taken for the same.
   *
   * @param distance Euclidean
   * @param precision 0 to 1
   * @param recall 0 to 1
   * @param f1 harmonic mean of both
   */
  public record PointBody(double distance, double precision, double recall, double f1) {}

  static ThresholdsAnswer of(Thresholds thresholds) {
    return new ThresholdsAnswer(
        thresholds.points().stream()
            .map(at -> new PointBody(at.distance(), at.precision(), at.recall(), at.f1()))
            .toList());
  }
}
