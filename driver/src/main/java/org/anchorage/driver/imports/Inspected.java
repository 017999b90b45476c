/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of images that were inspected, and the first bad ones. Parts are merged in the corpus's
 * order. Not thread-safe.
 */
final class Inspected implements Serializable {

  private final ArrayList<Bad> first = new ArrayList<>();
  private final TreeMap<String, Long> badByReason = new TreeMap<>();
  private long good;

  void addGood() {
    good++;
  }

  void add(Bad bad) {
    badByReason.merge(bad.reason().written(), 1L, Long::sum);
    if (first.size() < ImportReport.MOST_BAD) {
      first.add(bad);
    }
  }

  void add(Inspected other) {
    good += other.good;
    other.badByReason.forEach((reason, count) -> badByReason.merge(reason, count, Long::sum));
    int room = ImportReport.MOST_BAD - first.size();
    first.addAll(other.first.subList(0, Math.min(room, other.first.size())));
  }

  /** Takes the bad images of a listing, before any other. */
  void add(Summary summary) {
    summary.badByReason().forEach((reason, n) -> badByReason.merge(reason, n, Long::sum));
    first.addAll(summary.first());
  }

  long good() {
    return good;
  }

  long bad() {
    return badByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  SortedMap<String, Long> badByReason() {
    return badByReason;
  }

  /** Returns the first bad images, at most {@value ImportReport#MOST_BAD}. */
  List<Bad> first() {
    return first;
  }
}
