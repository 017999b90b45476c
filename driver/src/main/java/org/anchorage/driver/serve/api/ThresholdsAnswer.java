/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.Thresholds;
import org.jspecify.annotations.Nullable;

/**
 * How well a distance tells whether two items are the same.
 *
 * @param points by distance, ascending; none if that was not measured
 * @param roc the ROC curve, by distance, ascending
 * @param area under the ROC curve; null if it was not measured
 * @param measured on which pairs; null if it was not
 */
public record ThresholdsAnswer(
    List<PointBody> points,
    List<RatesBody> roc,
    @Nullable Double area,
    @Nullable MeasuredBody measured) {

  /**
   * What follows if pairs up to a distance are taken for the same.
   *
   * @param distance Euclidean
   * @param precision 0 to 1
   * @param recall 0 to 1
   * @param f1 harmonic mean of both
   * @param falsePositiveRate share of different pairs within the distance
   */
  public record PointBody(
      double distance, double precision, double recall, double f1, double falsePositiveRate) {}

  /**
   * A point of the ROC curve.
   *
   * @param distance Euclidean
   * @param falsePositiveRate 0 to 1
   * @param truePositiveRate 0 to 1
   */
  public record RatesBody(double distance, double falsePositiveRate, double truePositiveRate) {}

  /**
   * What was measured.
   *
   * @param pairs {@code results} or {@code file}
   * @param split whose items were searched by; empty for all
   * @param nearest results of each search
   * @param items that were searched by
   * @param same pairs that are the same
   * @param different pairs that are not
   * @param sameShare share of same pairs for which the precision holds
   * @param index version of the index at that time
   * @param indexed items of the index at that time
   */
  public record MeasuredBody(
      String pairs,
      String split,
      int nearest,
      long items,
      long same,
      long different,
      double sameShare,
      String index,
      long indexed) {}

  /** Says that nothing was measured. */
  static ThresholdsAnswer none() {
    return new ThresholdsAnswer(List.of(), List.of(), null, null);
  }

  static ThresholdsAnswer of(Thresholds thresholds) {
    Thresholds.Origin origin = thresholds.origin();
    return new ThresholdsAnswer(
        thresholds.points().stream()
            .map(
                at ->
                    new PointBody(
                        at.distance(),
                        at.precision(),
                        at.recall(),
                        at.f1(),
                        at.falsePositiveRate()))
            .toList(),
        thresholds.roc().stream()
            .map(at -> new RatesBody(at.distance(), at.falsePositiveRate(), at.truePositiveRate()))
            .toList(),
        thresholds.area(),
        new MeasuredBody(
            origin.pairs(),
            origin.split(),
            origin.nearest(),
            origin.items(),
            origin.same(),
            origin.different(),
            origin.sameShare(),
            origin.version(),
            origin.indexed()));
  }
}
