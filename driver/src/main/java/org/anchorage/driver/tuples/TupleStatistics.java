/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.anchorage.mining.hard.ScoreSummary;

/**
 * How similar anchors are to their positives and to their negatives, and the difference of the two
 * for each pair of a positive and a negative.
 *
 * @param positive a score an anchor
 * @param negative a score a negative
 * @param difference positive - negative, a score a negative
 */
public record TupleStatistics(
    ScoreSummary positive, ScoreSummary negative, ScoreSummary difference) {

  /** A line of the table, but for the counts. */
  private record Line(String name, ToDoubleFunction<ScoreSummary> figure) {}

  private static final List<Line> LINES =
      List.of(
          new Line("Mean", ScoreSummary::mean),
          new Line("Median", ScoreSummary::median),
          new Line("Std", ScoreSummary::std),
          new Line("Min", ScoreSummary::min),
          new Line("25%", ScoreSummary::quarter),
          new Line("50%", ScoreSummary::half),
          new Line("75%", ScoreSummary::threeQuarters),
          new Line("Max", ScoreSummary::max));

  /** Returns the table that sentence-transformers prints of mined negatives, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("Metric", "Positive", "Negative", "Difference"));
    lines.add(
        line("Count", count(positive.count()), count(negative.count()), count(difference.count())));
    for (Line line : LINES) {
      lines.add(
          line(
              line.name(),
              figure(line.figure().applyAsDouble(positive)),
              figure(line.figure().applyAsDouble(negative)),
              figure(line.figure().applyAsDouble(difference))));
    }
    return lines;
  }

  private static String line(String name, String positive, String negative, String difference) {
    return String.format(Locale.ROOT, "%-6s %14s %14s %14s", name, positive, negative, difference);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String figure(double number) {
    return Double.isNaN(number) ? "nan" : String.format(Locale.ROOT, "%.4f", number);
  }
}
