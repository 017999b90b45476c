/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.views.RunViews;
import org.jspecify.annotations.Nullable;

/**
 * A run beside others. Immutable.
 *
 * @param name short, and no other's on the page
 * @param location its URI
 * @param epochs oldest first; empty before the first has ended
 * @param settings every setting that the run is opened with, by key
 * @param measured what the metrics of its epochs were measured on
 * @param views of its embedding; null if there are none
 */
public record ComparedRun(
    String name,
    String location,
    List<EpochRecord> epochs,
    Map<String, String> settings,
    MeasuredOn measured,
    @Nullable RunViews views) {

  public ComparedRun {
    epochs = List.copyOf(epochs);
    settings = new TreeMap<>(settings);
  }
}
