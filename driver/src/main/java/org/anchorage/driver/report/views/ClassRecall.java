/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * How well the queries of a class are answered.
 *
 * @param className of the class
 * @param queries that have a right answer
 * @param hits how many of them find one first
 * @param medianRank the middle of the ranks of first right answers, the lower of two
 * @param confusedWith the class that is most often found first instead; empty if none is
 * @param confused how many queries find it first
 */
public record ClassRecall(
    String className, int queries, int hits, int medianRank, String confusedWith, int confused) {

  /** Returns Recall@1 of the class. */
  public double recall() {
    return (double) hits / queries;
  }

  /**
   * Returns a row for each class with queries that can be answered, the lowest recall first. Ties:
   * most queries first, then by label.
   */
  static List<ClassRecall> of(LookedAt looked, FirstFound first, IntFunction<String> name) {
    Map<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int query = 0; query < first.queries(); query++) {
      if (!first.isLone(query)) {
        byClass.computeIfAbsent(looked.queryLabel(query), label -> new ArrayList<>()).add(query);
      }
    }
    List<ClassRecall> rows = new ArrayList<>();
    byClass.forEach(
        (label, queries) -> rows.add(row(looked, first, name.apply(label), queries, name)));
    rows.sort(
        Comparator.comparingDouble(ClassRecall::recall)
            .thenComparing(Comparator.comparingInt(ClassRecall::queries).reversed()));
    return rows;
  }

  private static ClassRecall row(
      LookedAt looked,
      FirstFound first,
      String className,
      List<Integer> queries,
      IntFunction<String> name) {
    Map<Integer, Integer> instead = new TreeMap<>();
    for (int query : queries) {
      if (first.isMiss(query)) {
        instead.merge(looked.galleryLabel(first.wrong()[query]), 1, Integer::sum);
      }
    }
    String with = "";
    int most = 0;
    for (Map.Entry<Integer, Integer> one : instead.entrySet()) {
      if (one.getValue() > most) {
        with = name.apply(one.getKey());
        most = one.getValue();
      }
    }
    int[] ranks = queries.stream().mapToInt(query -> first.rank()[query]).sorted().toArray();
    int hits = (int) Arrays.stream(ranks).filter(rank -> rank == 1).count();
    return new ClassRecall(
        className, ranks.length, hits, ranks[(ranks.length - 1) / 2], with, most);
  }
}
