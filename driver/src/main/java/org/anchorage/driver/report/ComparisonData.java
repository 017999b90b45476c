/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.driver.report.views.RunViews;
import org.anchorage.driver.report.views.Views;
import org.jspecify.annotations.Nullable;

/**
 * The content of a report on several runs. Text may hold any character; the writer escapes it.
 * Immutable.
 *
 * @param title of the page
 * @param created when the report was made, as ISO-8601 in UTC
 * @param codeVersion version of the program that writes the report, and its commit if known
 * @param runs at least one
 * @param leftOut runs that were asked for and cannot be shown
 * @param views through which images the runs are looked at; null if no run has views
 */
public record ComparisonData(
    String title,
    String created,
    String codeVersion,
    List<ComparedRun> runs,
    List<LeftOut> leftOut,
    @Nullable Views views) {

  /**
   * A run that cannot be shown.
   *
   * @param location its URI
   * @param reason what is wrong, and what to do
   */
  public record LeftOut(String location, String reason) {}

  public ComparisonData {
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns whether all metrics of training were measured on the same images, and alike. */
  boolean metricsCompare() {
    List<MeasuredOn> measured =
        runs.stream()
            .filter(run -> run.epochs().stream().anyMatch(epoch -> !epoch.metrics().isEmpty()))
            .map(ComparedRun::measured)
            .toList();
    return measured.stream().allMatch(one -> one.comparesWith(measured.get(0)));
  }

  /** Returns the views of those runs that have any. */
  List<NamedViews> named() {
    List<NamedViews> named = new ArrayList<>();
    for (ComparedRun run : runs) {
      RunViews views = run.views();
      if (views != null) {
        named.add(new NamedViews(run.name(), views));
      }
    }
    return named;
  }
}
