/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.views.Views;
import org.jspecify.annotations.Nullable;

/**
 * The content of a report. Text may hold any character; the writer escapes it. Immutable.
 *
 * @param title of the page, e.g. the corpus and the loss
 * @param location URI of the run
 * @param created when the report was made, as ISO-8601 in UTC
 * @param codeVersion version of the program that writes the report, and its commit if known
 * @param epochs oldest first; empty before the first has ended
 * @param views of its embedding; null if there are none
 * @param noViews why there are none; empty if there are some
 * @param settings every setting of the run, by key
 */
public record ReportData(
    String title,
    String location,
    String created,
    String codeVersion,
    List<EpochRecord> epochs,
    @Nullable Views views,
    String noViews,
    Map<String, String> settings) {

  public ReportData {
    epochs = List.copyOf(epochs);
    settings = new TreeMap<>(settings);
  }
}
