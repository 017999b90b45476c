/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;

/** Which queries a report shows. */
final class WorstQueries {

  private final FirstFound first;

  WorstQueries(FirstFound first) {
    this.first = first;
  }

  /** Returns the misses whose first right answer ranks last, the last first; ties by index. */
  int[] foundLast(int most) {
    return misses(most, Comparator.comparing((Integer query) -> -first.rank()[query]), Set.of());
  }

  /** Returns the misses whose wrong answer is nearest, the nearest first; ties by index. */
  int[] surest(int most, Set<Integer> except) {
    return misses(
        most, Comparator.comparing((Integer query) -> first.wrongDistance()[query]), except);
  }

  /** Returns some queries that were drawn. */
  int[] drawn(int most, Seed seed) {
    int[] queries = IntStream.range(0, first.queries()).toArray();
    seed.derive("gallery").shuffle(queries);
    return Arrays.copyOf(queries, Math.min(most, queries.length));
  }

  private int[] misses(int most, Comparator<Integer> order, Set<Integer> except) {
    return IntStream.range(0, first.queries())
        .filter(query -> first.isMiss(query) && !except.contains(query))
        .boxed()
        .sorted(order) // stable, so ties stay in the order of the queries
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
