/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;

/**
 * The pairs that searches return: an item with each of its nearest. The same pairs are those of one
 * class. Results without a class are passed over.
 *
 * @param distances of the pairs
 * @param wanted same pairs that so many results have room for: for each item the number of its
 *     classmates, or of results if that is less
 */
record ResultPairs(LabelledDistances distances, long wanted) {

  /** The results of one search. */
  private record Searched(double[] same, double[] different, int wanted) {}

  /**
   * Searches by items of an index, each of which is left out of its own results. Takes as many
   * threads as there are cores; the result does not depend on them.
   *
   * @param queries numbers of items
   * @param nearest results of each search
   */
  static ResultPairs of(Index index, LabelledItems items, int[] queries, int nearest) {
    List<Searched> searched =
        Arrays.stream(queries)
            .parallel()
            .mapToObj(query -> search(index, items, query, nearest))
            .toList();
    return new ResultPairs(
        LabelledDistances.of(
            all(searched.stream().map(Searched::same)),
            all(searched.stream().map(Searched::different))),
        searched.stream().mapToLong(Searched::wanted).sum());
  }

  private static double[] all(Stream<double[]> some) {
    return some.flatMapToDouble(DoubleStream::of).toArray();
  }

  private static Searched search(Index index, LabelledItems items, int query, int nearest) {
    IndexedItem item = items.item(query);
    Vectors vector = items.vector(query);
    QueryVector by = QueryVector.of(vector.values()).without(Set.of(item.id()));
    List<Hit> hits =
        index.search(SearchRequest.of(by, nearest)).hits().stream()
            .filter(hit -> !hit.className().isEmpty())
            .toList();
    return new Searched(
        distances(hits.stream().filter(hit -> hit.className().equals(item.className()))),
        distances(hits.stream().filter(hit -> !hit.className().equals(item.className()))),
        Math.min(nearest, items.classmates(query)));
  }

  private static double[] distances(Stream<Hit> hits) {
    return hits.mapToDouble(Hit::distance).toArray();
  }
}
