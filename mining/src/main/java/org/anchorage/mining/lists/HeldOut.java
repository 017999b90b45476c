/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.Recall;
import org.anchorage.mining.cells.Sample;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * Queries with their exact neighbours, to measure recall by. Immutable.
 *
 * @param queries the vectors
 * @param rows of the queries in the base, which are left out of their own neighbours; -1 for a
 *     query that is not of the base
 * @param exact their neighbours in the base, as it was before any coding
 */
public record HeldOut(Vectors queries, int[] rows, Neighbours exact) {

  /** Most vectors of the base, and most floats of them, that are compared at once. */
  private static final int PART = 262_144;

  private static final int PART_FLOATS = 1 << 28;

  /**
   * Draws queries from the base.
   *
   * @param wanted queries; all vectors, if there are fewer
   * @param k neighbours of each, at least 1
   */
  public static HeldOut draw(VectorSource base, int wanted, int k, Seed seed) {
    int[] rows = Sample.rows(base.count(), wanted, seed);
    return of(base, Sample.read(base, rows, part(base)), rows, k);
  }

  /**
   * Takes queries that are not of the base.
   *
   * @param k neighbours of each, at least 1
   */
  public static HeldOut of(VectorSource base, Vectors queries, int k) {
    int[] rows = new int[queries.count()];
    Arrays.fill(rows, -1);
    return of(base, queries, rows, k);
  }

  private static HeldOut of(VectorSource base, Vectors queries, int[] rows, int k) {
    try (NeighbourSearch search = SearchKind.EXACT.prepare(base, part(base))) {
      return new HeldOut(queries, rows, search.search(queries, others(rows), k));
    }
  }

  private static int part(VectorSource base) {
    return Math.max(1, Math.min(PART, PART_FLOATS / base.dim()));
  }

  private static Filter others(int[] rows) {
    return (query, row) -> row != rows[query];
  }

  /** Returns how many of the exact neighbours a search finds. */
  public Recall recall(NeighbourSearch search) {
    return Recall.of(exact, search.search(queries, others(rows), exact.k()));
  }
}
