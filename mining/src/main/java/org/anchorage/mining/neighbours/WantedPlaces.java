/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * Measures the wanted vectors of a base that is read part by part. Of each part it reads the
 * stretch from the first to the last of them, so items in the order of the queries' classes cost
 * little.
 *
 * @param base the base
 * @param rows most vectors that are read at once
 */
record WantedPlaces(VectorSource base, int rows) {

  /**
   * Returns the places ({@link RankCounts#places}) of the wanted vectors of each query: 8 bytes for
   * each, and 4 while they are measured.
   */
  long[][] measure(Vectors queries, IntFunction<int[]> wanted) {
    int[][] items = new int[queries.count()][];
    Arrays.setAll(items, query -> wanted.apply(query).clone());
    long[][] places = new long[items.length][];
    for (int query = 0; query < items.length; query++) {
      Arrays.sort(items[query]);
      places[query] = new long[items[query].length];
    }
    int[] done = new int[items.length];
    int count = base.count();
    for (int first = 0; first < count; first += Math.min(rows, count - first)) {
      measure(queries, items, done, first, first + Math.min(rows, count - first), places);
    }
    for (long[] ofQuery : places) {
      Arrays.sort(ofQuery);
    }
    return places;
  }

  private void measure(
      Vectors queries, int[][] items, int[] done, int from, int to, long[][] places) {
    int lowest = to;
    int highest = from - 1;
    int[] ends = new int[items.length];
    for (int query = 0; query < items.length; query++) {
      int[] own = items[query];
      int end = done[query];
      while (end < own.length && own[end] < to) {
        end++;
      }
      ends[query] = end;
      if (end > done[query]) {
        lowest = Math.min(lowest, own[done[query]]);
        highest = Math.max(highest, own[end - 1]);
      }
    }
    if (highest < lowest) {
      return;
    }
    Vectors part = base.read(lowest, highest + 1);
    for (int query = 0; query < items.length; query++) {
      int[] inPart = Arrays.copyOfRange(items[query], done[query], ends[query]);
      long[] measured = RankCounts.places(queries, query, part, lowest, inPart);
      System.arraycopy(measured, 0, places[query], done[query], measured.length);
      done[query] = ends[query];
    }
  }
}
