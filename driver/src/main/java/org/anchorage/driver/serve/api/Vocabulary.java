/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.live.Served;
import org.jspecify.annotations.Nullable;

/**
 * What names, values and precisions mean in an index. One for each request, whose searches share
 * what is read; not thread-safe.
 */
final class Vocabulary {

  /** A filter may have very many values, and each takes a look into every part. */
  private static final int MOST_VALUES = 100;

  private final Served served;
  private @Nullable Thresholds thresholds;

  Vocabulary(Served served) {
    this.served = served;
  }

  /**
   * Reads a filter.
   *
   * @throws Refusal if it cannot be read, or asks for an attribute that is not there
   */
  ItemFilter filter(@Nullable String where) {
    try {
      ItemFilter filter = where == null ? ItemFilter.ALL : ItemFilter.parse(where);
      filter.require(served.attributes());
      return filter;
    } catch (IllegalArgumentException e) {
      throw Refusal.of("bad_filter", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the farthest distance that reaches a precision.
   *
   * @throws Refusal if there is none, or the index was not calibrated
   */
  double reaching(double precision) {
    if (!(precision > 0 && precision <= 1)) {
      throw Refusal.of(
          "out_of_range",
          "'threshold' is precision=" + precision + "; a precision is over 0, and at most 1");
    }
    Thresholds known = thresholds();
    return known.reaching(precision).orElseThrow(() -> none(precision, known)).distance();
  }

  private Thresholds thresholds() {
    Thresholds known = thresholds;
    if (known == null) {
      known = served.thresholds().orElseThrow(Vocabulary::notCalibrated);
      thresholds = known;
    }
    return known;
  }

  private static Refusal notCalibrated() {
    return new Refusal(
        409,
        "not_calibrated",
        "The index was not calibrated, so no distance has a known precision; run ./anchorage index"
            + " calibrate, or give a distance");
  }

  private static Refusal none(double precision, Thresholds known) {
    return Refusal.of(
        "out_of_range",
        String.format(
            Locale.ROOT,
            "No distance reaches precision=%s; the highest precision that was measured is %.3f",
            precision,
            known.highestPrecision()));
  }

  /** Returns what is to be said of a filter: each value that no item has. */
  List<String> notes(ItemFilter where) {
    List<String> notes = new ArrayList<>();
    int looked = 0;
    for (ItemFilter.Condition condition : where.conditions()) {
      for (String value : new TreeSet<>(condition.values())) {
        if (++looked > MOST_VALUES) {
          notes.add("Only the first " + MOST_VALUES + " values of the filter were looked for");
          return notes;
        }
        if (!served.has(condition.name(), value)) {
          notes.add(note(condition.name(), value));
        }
      }
    }
    return notes;
  }

  /**
   * As {@link #notes(ItemFilter)}, where a filter admits so many items. Nothing is looked for that
   * follows from it.
   */
  List<String> notes(ItemFilter where, long matching) {
    return matching > 0 && where.conditions().stream().allMatch(Vocabulary::isOne)
        ? List.of()
        : notes(where);
  }

  private static boolean isOne(ItemFilter.Condition condition) {
    return !condition.excludes() && condition.values().size() == 1;
  }

  private static String note(String name, String value) {
    boolean own = name.equals(ItemFilter.CLASS) || name.equals(ItemFilter.SPLIT);
    return own
        ? "No item has the " + name + " '" + value + "'"
        : "No item has the value '" + value + "' of the attribute '" + name + "'";
  }
}
