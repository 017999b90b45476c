/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.value.Spelling;
import org.anchorage.driver.index.part.FrequentValues;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.part.ValueRun;

/**
 * A value that a filter asks for and that no item has: mostly it is misspelt, and then the filter
 * admits nothing without a word.
 *
 * @param name {@code class}, {@code split} or an attribute's
 * @param value that no item has under this name
 * @param like values of frequent use that are spelt most like it, the nearest first
 */
public record UnknownValue(String name, String value, List<String> like) {

  private static final int LIKE = 3;
  private static final int FREQUENT = 1000;

  public UnknownValue {
    like = List.copyOf(like);
  }

  /**
   * Finds them. Takes the time of a filter for each value, and of counting the values of a name for
   * each that is found.
   *
   * @param now the parts of an index
   * @param where a filter by names that items have
   */
  public static List<UnknownValue> of(Snapshot now, ItemFilter where) {
    List<UnknownValue> unknown = new ArrayList<>();
    for (ItemFilter.Condition condition : where.conditions()) {
      for (String value : condition.values().stream().sorted().toList()) {
        if (!isThere(now, condition.name(), value)) {
          unknown.add(
              new UnknownValue(condition.name(), value, like(value, now, condition.name())));
        }
      }
    }
    return unknown;
  }

  /**
   * Returns whether an item has a value.
   *
   * @param now the parts of an index
   * @param name {@code class}, {@code split} or an attribute's
   */
  public static boolean isThere(Snapshot now, String name, String value) {
    ItemFilter alone = ItemFilter.ALL.and(name, Set.of(value));
    return now.parts().stream()
        .anyMatch(live -> live.live().and(live.part().matching(alone)).count() > 0);
  }

  private static List<String> like(String value, Snapshot now, String name) {
    List<ValueRun> runs =
        now.parts().stream().map(live -> live.part().count(name, live.live())).toList();
    List<String> known =
        new ArrayList<>(runs.isEmpty() ? List.of() : FrequentValues.of(runs, FREQUENT).keySet());
    List<String> like = new ArrayList<>();
    known.stream().filter(value::equalsIgnoreCase).limit(1).forEach(like::add);
    known.removeAll(like);
    while (like.size() < LIKE && !known.isEmpty()) {
      String next = Spelling.nearest(value, known);
      like.add(next);
      known.remove(next);
    }
    return like;
  }

  /** Returns a sentence. */
  public String inWords() {
    String is = "No item has " + name + " = '" + value + "'";
    return like.isEmpty() ? is : is + "; there is '" + String.join("', '", like) + "'";
  }
}
