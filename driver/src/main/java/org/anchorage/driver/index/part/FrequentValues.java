/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The most frequent values of one name, while the values of all parts go by in their order. Holds
 * as many values as are wanted, however many there are. Not thread-safe.
 */
public final class FrequentValues {

  /** The least frequent first; of equally frequent ones the last in order. */
  private static final Comparator<Value> WORST =
      Comparator.comparingLong(Value::count)
          .thenComparing(Value::utf8, (a, b) -> Arrays.compareUnsigned(b, a));

  private final int most;
  private final PriorityQueue<Value> kept = new PriorityQueue<>(WORST);

  private record Value(byte[] utf8, long count) {

    String text() {
      return new String(utf8, StandardCharsets.UTF_8);
    }
  }

  /** A run, and its value that comes next. */
  private record Head(ValueRun run, byte[] value) {}

  private FrequentValues(int most) {
    this.most = most;
  }

  /**
   * Finds them.
   *
   * @param runs one of each part
   * @param most values wanted, at least 1
   * @return values with their numbers, most frequent first, then by value
   */
  public static Map<String, Long> of(Collection<ValueRun> runs, int most) {
    FrequentValues found = new FrequentValues(most);
    if (runs.size() == 1) {
      ValueRun only = runs.iterator().next();
      while (only.next()) {
        if (found.takes(only.count())) {
          found.add(only.value(), only.count());
        }
      }
    } else {
      found.merge(runs);
    }
    return found.sorted();
  }

  private void merge(Collection<ValueRun> runs) {
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(Head::value, Arrays::compareUnsigned));
    runs.forEach(run -> advance(run, heads));
    while (!heads.isEmpty()) {
      byte[] value = heads.element().value();
      long count = 0;
      while (!heads.isEmpty() && Arrays.equals(heads.element().value(), value)) {
        ValueRun run = heads.remove().run();
        count += run.count();
        advance(run, heads);
      }
      if (takes(count)) {
        add(value, count);
      }
    }
  }

  private static void advance(ValueRun run, PriorityQueue<Head> heads) {
    if (run.next()) {
      heads.add(new Head(run, run.value()));
    }
  }

  /** Values come in order, so of equally frequent ones the first are kept. */
  private boolean takes(long count) {
    return kept.size() < most || count > kept.element().count();
  }

  private void add(byte[] utf8, long count) {
    if (kept.size() == most) {
      kept.remove();
    }
    kept.add(new Value(utf8, count));
  }

  private Map<String, Long> sorted() {
    Comparator<Value> frequentFirst = Comparator.comparingLong(Value::count).reversed();
    List<Value> values = kept.stream().sorted(frequentFirst.thenComparing(Value::text)).toList();
    Map<String, Long> sorted = new LinkedHashMap<>();
    values.forEach(value -> sorted.put(value.text(), value.count()));
    return sorted;
  }
}
