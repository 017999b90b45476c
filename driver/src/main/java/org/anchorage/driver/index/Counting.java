/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.anchorage.driver.index.part.FrequentValues;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.part.ValueRun;
import org.jspecify.annotations.Nullable;

/**
 * Counts the values of class, split and attributes, one name after the other. The counts of all
 * items are kept until the index changes. Thread-safe.
 */
final class Counting {

  private @Nullable Kept kept;

  private record Kept(
      WeakReference<Snapshot> of, int most, Map<String, Map<String, Long>> counts) {}

  /** Counts as {@link Index#counts}. */
  Map<String, Map<String, Long>> of(Snapshot now, ItemFilter where, int most) {
    SortedSet<String> names = now.names();
    where.require(names);
    names.add(ItemFilter.CLASS);
    names.add(ItemFilter.SPLIT);
    return where.isAll() ? ofAll(now, names, most) : counted(now, names, where, most);
  }

  /** Whoever comes while it is counted waits for the same counts. */
  private synchronized Map<String, Map<String, Long>> ofAll(
      Snapshot now, SortedSet<String> names, int most) {
    if (kept == null || !kept.of().refersTo(now) || kept.most() != most) {
      kept = new Kept(new WeakReference<>(now), most, counted(now, names, ItemFilter.ALL, most));
    }
    return kept.counts();
  }

  private static Map<String, Map<String, Long>> counted(
      Snapshot now, SortedSet<String> names, ItemFilter where, int most) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (String name : names) {
      List<ValueRun> runs =
          now.parts().stream().map(live -> live.part().count(name, live.allowed(where))).toList();
      Map<String, Long> values = FrequentValues.of(runs, most);
      if (!values.isEmpty()) {
        counts.put(name, Collections.unmodifiableMap(values));
      }
    }
    return Collections.unmodifiableMap(counts);
  }
}
