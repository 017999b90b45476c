/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;

/**
 * Some queries with their nearest neighbours, as numbers.
 *
 * @param asked numbers of the queries, ascending
 * @param nearest of each
 */
record Answered(LookedAt looked, FirstFound first, int[] asked, Neighbours nearest) {

  /** Neighbours that a page shows of a query. */
  private static final int HITS = 5;

  /** Asks; a query that is named twice is asked once. */
  static Answered of(EmbeddedLook look, FirstFound first, IntStream queries) {
    int[] asked = queries.sorted().distinct().toArray();
    int k = Math.min(HITS, look.looked().gallery().length);
    return new Answered(look.looked(), first, asked, look.nearest(asked, k));
  }

  /** Returns the rows of the catalogue that are to be shown. */
  IntStream rows() {
    IntStream queries = Arrays.stream(asked).map(this::queryRow);
    IntStream hits = Arrays.stream(nearest.indices()).filter(item -> item >= 0).map(this::itemRow);
    IntStream right =
        Arrays.stream(asked)
            .map(query -> first.right()[query])
            .filter(item -> item >= 0)
            .map(this::itemRow);
    return IntStream.concat(queries, IntStream.concat(hits, right));
  }

  /** Returns the answers to some of the queries, in their order. */
  List<Answer> answers(int[] queries, Shots shots) {
    return Arrays.stream(queries).mapToObj(query -> answer(query, shots)).toList();
  }

  private Answer answer(int query, Shots shots) {
    int start = Arrays.binarySearch(asked, query) * nearest.k();
    List<Answer.Hit> hits = new ArrayList<>();
    for (int i = 0; i < nearest.k() && nearest.indices()[start + i] >= 0; i++) {
      hits.add(
          new Answer.Hit(
              shots.at(itemRow(nearest.indices()[start + i])),
              Math.sqrt(nearest.squaredDistances()[start + i]),
              i + 1));
    }
    boolean shown = first.isLone(query) || first.rank()[query] <= hits.size();
    return new Answer(
        shots.at(queryRow(query)),
        hits,
        shown
            ? null
            : new Answer.Hit(
                shots.at(itemRow(first.right()[query])),
                Math.sqrt(first.rightDistance()[query]),
                first.rank()[query]));
  }

  private int queryRow(int query) {
    return looked.rows()[looked.queries()[query]];
  }

  private int itemRow(int item) {
    return looked.rows()[looked.gallery()[item]];
  }
}
