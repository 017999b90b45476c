/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import java.util.Map;

/**
 * Values that filters can ask for.
 *
 * @param counts for class, split and each attribute, the most frequent values
 * @param notes what is odd, for people: values of the filter that no item has
 */
public record CountsAnswer(Map<String, List<CountBody>> counts, List<String> notes) {

  /**
   * A value.
   *
   * @param value of the name
   * @param items that have it
   */
  public record CountBody(String value, long items) {}

  static CountsAnswer of(Map<String, Map<String, Long>> counts, List<String> notes) {
    Map<String, List<CountBody>> all = new java.util.LinkedHashMap<>();
    counts.forEach(
        (name, values) ->
            all.put(
                name,
                values.entrySet().stream()
                    .map(one -> new CountBody(one.getKey(), one.getValue()))
                    .toList()));
    return new CountsAnswer(all, notes);
  }
}
