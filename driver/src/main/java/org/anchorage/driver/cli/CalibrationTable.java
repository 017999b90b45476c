/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Thresholds;

/**
 * Prints what was measured of an index's distances.
 *
 * @param output takes the lines
 * @param thresholds that were measured
 */
record CalibrationTable(Output output, Thresholds thresholds) {

  private static final List<Double> USUAL = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99);

  /**
   * Prints the table.
   *
   * @param precisions that are shown beside the usual ones
   */
  void print(Collection<Double> precisions) {
    origin();
    output.say(
        "%8s  %9s  %7s  %6s  %15s  %9s",
        "distance", "precision", "recall", "F1", "false positives", "pairs");
    TreeSet<Double> shown = new TreeSet<>(USUAL);
    shown.addAll(precisions);
    Set<Thresholds.Point> rows = new LinkedHashSet<>();
    for (double precision : shown.descendingSet()) {
      thresholds
          .reaching(precision)
          .ifPresentOrElse(
              rows::add, () -> output.say("%8s  %9s  is not reached", "", percent(precision)));
    }
    rows.forEach(this::row);
    thresholds
        .best()
        .ifPresent(
            best -> {
              output.say("The best F1:");
              row(best);
            });
    output.say(
        "Area under the ROC curve %.4f%s",
        thresholds.area(),
        ofResults() ? ", of pairs that were drawn: as many of one class as of two" : "");
    warn(rows);
  }

  private boolean ofResults() {
    return thresholds.origin().pairs().equals(Thresholds.RESULTS);
  }

  private void origin() {
    Thresholds.Origin origin = thresholds.origin();
    long all = origin.same() + origin.different();
    String same = String.format(Locale.ROOT, "%.1f %% are the same", 100.0 * origin.same() / all);
    if (ofResults()) {
      output.say(
          "%s: %s%s, and the %d nearest of each. %s",
          Count.of(all, "pair"),
          Count.of(origin.items(), "item"),
          origin.split().isEmpty() ? "" : " of the split " + origin.split(),
          origin.nearest(),
          same);
    } else {
      output.say("%s. %s", Count.of(all, "pair"), same);
      output.say(
          "Precision holds where %.2f %% of the pairs that are compared are the same",
          100 * origin.sameShare());
    }
  }

  private void row(Thresholds.Point at) {
    output.say(
        "%8.4f  %9s  %7s  %6.3f  %15s  %,9d",
        at.distance(),
        percent(at.precision()),
        percent(at.recall()),
        at.f1(),
        percent(at.falsePositiveRate()),
        at.pairs());
  }

  /** A precision of 99 % that was seen in twelve pairs is a matter of chance. */
  private void warn(Collection<Thresholds.Point> rows) {
    List<String> few =
        rows.stream()
            .filter(Thresholds.Point::restsOnFew)
            .map(at -> percent(at.precision()) + " on " + Count.of(at.pairs(), "pair"))
            .toList();
    if (!few.isEmpty()) {
      output.say(
          "Measured on few pairs, so uncertain: %s. Measure more: %s",
          String.join(", ", few),
          ofResults() ? "raise --pairs, or add items with classes" : "give more in --pairs-file");
    }
  }

  private static String percent(double share) {
    return String.format(
        Locale.ROOT, share > 0 && share < 0.01 ? "%.3f %%" : "%.1f %%", 100 * share);
  }
}
