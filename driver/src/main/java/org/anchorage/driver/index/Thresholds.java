/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well a distance tells whether two items are the same, as measured on labelled pairs.
 *
 * @param origin which pairs
 * @param points by distance, ascending. The distance of the best F1, and those that reach usual
 *     precisions, are among them
 * @param roc by distance, ascending: the receiver operating characteristic
 * @param area under the ROC curve: how often a pair of the same lies nearer than a pair of
 *     different ones; a tie counts half
 */
public record Thresholds(Origin origin, List<Point> points, List<Rates> roc, double area) {

  /** As {@link Origin#pairs}: items with what a search for each returns. */
  public static final String RESULTS = "results";

  /** As {@link Origin#pairs}: pairs that were given. */
  public static final String FILE = "file";

  public Thresholds {
    points = List.copyOf(points);
    roc = List.copyOf(roc);
  }

  /**
   * What was measured.
   *
   * @param pairs {@link #RESULTS} or {@link #FILE}
   * @param split whose items were searched by; empty for all
   * @param nearest results of each search; 0 if pairs were given
   * @param items that were searched by; 0 if pairs were given
   * @param same pairs that are the same
   * @param different pairs that are not
   * @param sameShare share of same pairs for which the precision holds
   * @param model network of the index, as {@link IndexInfo#model}
   * @param version of the index at that time, as {@link IndexInfo#version}
   * @param indexed items of the index at that time
   */
  public record Origin(
      String pairs,
      String split,
      int nearest,
      long items,
      long same,
      long different,
      double sameShare,
      String model,
      String version,
      long indexed) {}

  /**
   * What follows if pairs up to a distance are taken for the same.
   *
   * @param distance Euclidean
   * @param precision share of the pairs within the distance that are the same
   * @param recall share of the pairs that are the same which lie within the distance
   * @param f1 harmonic mean of both
   * @param falsePositiveRate share of the different pairs of the {@link #roc} within the distance
   * @param pairs within the distance, which the precision was measured on; 0 if that is not known,
   *     because an older version has measured it
   */
  public record Point(
      double distance,
      double precision,
      double recall,
      double f1,
      double falsePositiveRate,
      long pairs) {

    /** Pairs from which on a precision of 0.95 is known to some 0.02. */
    private static final int ENOUGH = 100;

    /** Returns whether the precision rests on so few pairs that chance decides it. */
    public boolean restsOnFew() {
      return pairs > 0 && pairs < ENOUGH;
    }
  }

  /**
   * A point of the ROC curve.
   *
   * @param distance Euclidean
   * @param falsePositiveRate share of the different pairs within the distance
   * @param truePositiveRate share of the same pairs within the distance
   */
  public record Rates(double distance, double falsePositiveRate, double truePositiveRate) {}

  /** Returns the point of the best F1; of several the nearest. */
  public Optional<Point> best() {
    // The first of equal ones: Stream.max would return the last.
    return points.stream()
        .reduce(
            (one, other) ->
                Comparator.comparingDouble(Point::f1).compare(other, one) > 0 ? other : one);
  }

  /** Returns the highest precision that was measured; 0 if there is no point. */
  public double highestPrecision() {
    return points.stream().mapToDouble(Point::precision).max().orElse(0);
  }

  /**
   * Returns the farthest point that reaches a precision: the one with the most recall.
   *
   * @param precision over 0, at most 1
   */
  public Optional<Point> reaching(double precision) {
    return points.stream()
        .filter(point -> point.precision() >= precision)
        .reduce((nearer, farther) -> farther);
  }
}
