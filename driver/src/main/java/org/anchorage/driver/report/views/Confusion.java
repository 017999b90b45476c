/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two classes that are found for one another.
 *
 * @param one label of a class
 * @param other label of the other, the larger number
 * @param otherForOne how many queries of {@code one} find {@code other} first
 * @param oneForOther how many queries of {@code other} find {@code one} first
 * @param misses these queries, the nearest wrong answer first
 */
record Confusion(int one, int other, int otherForOne, int oneForOther, List<Integer> misses) {

  /** Returns the pairs with most misses, the most first; ties by label. */
  static List<Confusion> of(LookedAt looked, FirstFound first, int most) {
    Map<Long, List<Integer>> byPair = new TreeMap<>();
    for (int query = 0; query < first.queries(); query++) {
      if (first.isMiss(query)) {
        int own = looked.queryLabel(query);
        int found = looked.galleryLabel(first.wrong()[query]);
        long pair = (long) Math.min(own, found) << 32 | Math.max(own, found);
        byPair.computeIfAbsent(pair, key -> new ArrayList<>()).add(query);
      }
    }
    return byPair.entrySet().stream()
        .map(pair -> pair(looked, first, pair.getKey(), pair.getValue()))
        .sorted(Comparator.comparingInt((Confusion pair) -> -pair.misses().size()))
        .limit(most)
        .toList();
  }

  private static Confusion pair(
      LookedAt looked, FirstFound first, long pair, List<Integer> queries) {
    int one = (int) (pair >> 32);
    int ofOne = (int) queries.stream().filter(query -> looked.queryLabel(query) == one).count();
    List<Integer> nearest =
        queries.stream()
            .sorted(Comparator.comparing((Integer query) -> first.wrongDistance()[query]))
            .toList();
    return new Confusion(one, (int) pair, ofOne, queries.size() - ofOne, nearest);
  }
}
