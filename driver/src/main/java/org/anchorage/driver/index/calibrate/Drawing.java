/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.Arrays;
import java.util.Locale;
import org.anchorage.core.seed.Seed;

/**
 * How the pairs that searches return are chosen. Immutable.
 *
 * @param split whose items are searched by, among all items; {@link #ALL}; or empty for {@code
 *     test} if it has items, and for all items otherwise. Results of items that the network was
 *     trained on are better than those of new ones
 * @param nearest results of a search, at least 1
 * @param pairs of an item and a result, at most; as many pairs are drawn for the ROC curve. At
 *     least 2
 * @param seed of what is drawn
 */
public record Drawing(String split, int nearest, int pairs, long seed) {

  /** As {@link #split}: all items. */
  public static final String ALL = "all";

  /** 200,000 pairs of items and their 50 nearest. */
  public static final Drawing USUAL = new Drawing("", 50, 200_000, 1);

  private static final String TEST = "test";

  /** Refuses what gives no pairs. */
  public Drawing {
    if (nearest < 1 || pairs < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot measure %d pairs of items and their %d nearest; ask for at least 2 and 1",
              pairs,
              nearest));
    }
  }

  /** Returns the split whose items are searched by; empty for all. */
  String splitOf(LabelledItems items) {
    if (split.isEmpty()) {
      return items.of(TEST).length > 0 ? TEST : "";
    }
    return split.equals(ALL) ? "" : split;
  }

  Seed seeds() {
    return new Seed(seed);
  }

  /** Draws the items that are searched by. */
  int[] queries(int[] from) {
    int[] queries = from.clone();
    seeds().derive("queries").shuffle(queries);
    int most = Math.max(1, pairs / nearest);
    return Arrays.copyOf(queries, Math.min(queries.length, most));
  }
}
