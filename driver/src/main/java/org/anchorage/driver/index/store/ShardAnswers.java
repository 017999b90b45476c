/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.Probing;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * What a shard finds for an {@link IndexSample}: the exact neighbours, and what it finds with the
 * probing of each effort. Rows count over all shards. 80 bytes an item and effort.
 *
 * @param exact neighbours in the shard, as it was before any coding
 * @param found by effort, the least first; the last looks into all lists
 * @param probings of each effort
 */
record ShardAnswers(Neighbours exact, List<Neighbours> found, List<Probing> probings)
    implements Serializable {

  /** Lists and reach of each effort, as a multiple of what the shard was calibrated to. */
  private static final double[] EFFORTS = {1, 1.25, 1.5, 2, 3, 4, 6, 8, 16};

  /** Vectors of the shard that are compared at once. */
  private static final int PART = 262_144;

  /**
   * Answers.
   *
   * @param lists of the shard
   * @param vectors that they were made of
   * @param calibrated probing of the shard alone
   * @param first row of the shard
   */
  static ShardAnswers of(
      InvertedLists lists,
      VectorSource vectors,
      Probing calibrated,
      IndexSample sample,
      int first) {
    Filter others = (query, row) -> first + row != sample.rows()[query];
    Vectors queries = sample.queries();
    List<Probing> probings = probings(calibrated, lists.lists());
    List<Neighbours> found = new ArrayList<>();
    for (Probing each : probings) {
      found.add(moved(lists.search(each).search(queries, others, BuildPlan.K), first));
    }
    try (NeighbourSearch search = SearchKind.EXACT.prepare(vectors, PART)) {
      return new ShardAnswers(
          moved(search.search(queries, others, BuildPlan.K), first), List.copyOf(found), probings);
    }
  }

  /** As many efforts for every shard. */
  static List<Probing> probings(Probing calibrated, int lists) {
    List<Probing> probings = new ArrayList<>();
    for (double effort : EFFORTS) {
      int most = (int) Math.min(lists, Math.ceil(calibrated.most() * effort));
      probings.add(
          most == lists
              ? Probing.fixed(lists)
              : new Probing(most, (float) (calibrated.reach() * effort)));
    }
    probings.add(Probing.fixed(lists));
    return List.copyOf(probings);
  }

  private static Neighbours moved(Neighbours found, int first) {
    int[] rows = Arrays.stream(found.indices()).map(row -> row < 0 ? row : first + row).toArray();
    return new Neighbours(found.k(), rows, found.squaredDistances());
  }
}
