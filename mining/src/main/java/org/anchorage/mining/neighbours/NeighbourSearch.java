/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.List;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;

/**
 * Finds the nearest vectors of a base. A base is prepared once ({@link SearchKind#prepare}) and
 * searched many times.
 *
 * <p>The distance of two vectors is the squared Euclidean one. Neighbours come in ascending order
 * of distance, ties in ascending order of index, and every row has exactly k places. If fewer
 * vectors are admitted or found, it ends in index -1 and distance infinity. A filter is part of the
 * search: its k neighbours are the nearest of the vectors that it admits.
 *
 * <p>An exact search ({@link #exact}) misses no neighbour. An approximate one may miss some, and is
 * deterministic too: equal bases and queries give equal neighbours, however queries are divided
 * into calls and whichever thread asks.
 *
 * <p>Each implementation says what preparing and searching cost. Searches may run in several
 * threads at once; {@link #close} may run only when no search does.
 */
public interface NeighbourSearch extends AutoCloseable {

  /** Returns how many vectors the base has, at least 1. */
  int count();

  /** Returns how many floats a vector has. */
  int dim();

  /** Returns whether the search finds every neighbour. */
  boolean exact();

  /**
   * Returns the nearest neighbours of vectors that are not of the base.
   *
   * @param queries of the base's dim
   * @param k neighbours of each, at least 1
   * @throws IllegalArgumentException if the dim is another, k is under 1, a query is not finite or
   *     longer than 10^17, or the result would be over 2^31 - 1 neighbours
   * @throws IllegalStateException if closed
   */
  default Neighbours search(Vectors queries, int k) {
    return search(queries, Filter.all(), k);
  }

  /**
   * Returns the nearest neighbours that a filter admits. A query that is itself of the base is
   * found like any other vector, unless the filter refuses its index.
   *
   * @param queries of the base's dim
   * @param filter says which vectors may be neighbours of a query
   * @param k neighbours of each, at least 1
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}
   * @throws IllegalStateException if closed
   */
  Neighbours search(Vectors queries, Filter filter, int k);

  /**
   * Returns several kinds of neighbours of vectors, found in one pass. Neighbours that are {@link
   * Wanted.Listed} are exact in every search.
   *
   * @param queries of the base's dim
   * @param wanted the kinds; filters and lists are asked by the query's index among the queries
   * @return the neighbours, a list for each kind
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}
   * @throws IllegalStateException if closed
   */
  List<Neighbours> search(Vectors queries, List<? extends Wanted> wanted);

  /**
   * Returns the nearest neighbours of some of the base's own vectors. A vector is left out of its
   * own neighbours by index; a duplicate of it stays in.
   *
   * @param from first vector searched for
   * @param to the one after the last
   * @param k neighbours of each, at least 1
   * @throws IllegalArgumentException if there are no such rows, k is under 1, or the result would
   *     be over 2^31 - 1 neighbours
   * @throws IllegalStateException if closed
   */
  default Neighbours searchSelf(int from, int to, int k) {
    return searchSelf(from, to, List.of(new Wanted.Admitted(k, Filter.all()))).get(0);
  }

  /**
   * Returns several kinds of neighbours of some of the base's own vectors, found in one pass. A
   * vector is left out of its own neighbours by index. Neighbours that are {@link Wanted.Listed}
   * are exact in every search: their few candidates are known.
   *
   * @param from first vector searched for
   * @param to the one after the last
   * @param wanted the kinds
   * @return the neighbours, a list for each kind
   * @throws IllegalArgumentException as for {@link #searchSelf(int, int, int)}
   * @throws IllegalStateException if closed
   */
  List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted);

  /**
   * Returns the ranks of certain vectors of the base in the full ranking of each query: what a full
   * sort would give, in the memory of a block of queries. Only an exact search knows them, because
   * a rank counts every nearer vector.
   *
   * @param queries of the base's dim
   * @param wanted the indices in the base whose ranks are asked for, of each query
   * @param leftOut the indices in the base that do not count, of each query; none of them wanted
   * @throws UnsupportedOperationException if the search is approximate
   * @throws IllegalArgumentException if the dim is another, or a query is not finite or longer than
   *     10^17
   * @throws IllegalStateException if closed
   */
  default Ranks ranks(Vectors queries, IntFunction<int[]> wanted, IntFunction<int[]> leftOut) {
    throw new UnsupportedOperationException(
        "An approximate search knows no ranks, because a rank counts every nearer vector; prepare"
            + " the base with SearchKind.EXACT");
  }

  /** Frees the prepared base; later searches are refused. A second call does nothing. */
  @Override
  void close();
}
