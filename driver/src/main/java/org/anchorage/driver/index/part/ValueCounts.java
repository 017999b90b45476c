/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each value of each name occurs. Not thread-safe. */
public final class ValueCounts {

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  /** Adds some occurrences of a value. */
  public void add(String name, String value, long occurrences) {
    counts.computeIfAbsent(name, any -> new HashMap<>()).merge(value, occurrences, Long::sum);
  }

  /**
   * Returns the most frequent values of each name, most frequent first, then by value.
   *
   * @param most values of a name
   */
  public Map<String, Map<String, Long>> mostFrequent(int most) {
    Map<String, Map<String, Long>> all = new LinkedHashMap<>();
    counts.forEach(
        (name, values) -> {
          Map<String, Long> chosen = new LinkedHashMap<>();
          values.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(most)
              .forEach(value -> chosen.put(value.getKey(), value.getValue()));
          all.put(name, chosen);
        });
    return all;
  }
}
