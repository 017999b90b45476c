/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.Found;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param hits nearest first
 * @param k that was asked for
 * @param offset that was asked for
 * @param matching items that the filter admits
 * @param exact whether every item that could be a hit was compared
 * @param probes lists that were looked into at most
 * @param index version of the index that was searched
 * @param threshold distance over which nothing was a result; null for none
 * @param notes what is odd, for people: values of the filter that no item has
 * @param milliseconds that it took
 */
public record SearchAnswer(
    List<HitBody> hits,
    int k,
    int offset,
    long matching,
    boolean exact,
    int probes,
    String index,
    @Nullable Double threshold,
    List<String> notes,
    TimesBody milliseconds) {

  static SearchAnswer of(Found found, SearchPlan plan, List<String> notes, TimesBody times) {
    return new SearchAnswer(
        found.hits().stream().map(HitBody::of).toList(),
        plan.k(),
        plan.offset(),
        found.matching(),
        found.exact(),
        found.probes(),
        found.version(),
        Double.isInfinite(plan.threshold()) ? null : plan.threshold(),
        notes,
        times);
  }
}
