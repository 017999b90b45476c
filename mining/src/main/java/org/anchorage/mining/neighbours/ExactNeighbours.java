/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;

/**
 * The k nearest vectors of a base, exactly: what a full sort in double precision would return, at
 * the speed of matrix products in single precision.
 *
 * <p>The distance of two vectors is the squared Euclidean one, summed in double precision from
 * differences ({@link Vectors#squaredDistance}) and rounded to the nearest float; neighbours come
 * in ascending order of that float, ties in ascending order of index. So equal vectors tie exactly,
 * and the result depends neither on how queries are divided into calls nor on the matrix library.
 *
 * <p>How: products of blocks of queries and base give approximate distances, and a bound on the
 * rounding error of <em>any</em> order of summation says which vectors cannot be among the k
 * nearest; the few others are measured again in double precision (see {@link Candidates}). Both
 * sides are centred on the base's mean first, for the error grows with the vectors' length, not
 * with their distance.
 *
 * <p>Cost: 2 x queries x base x dim operations. Memory: the base twice (as given, and in blocks
 * outside the heap), and for each search its result and a few MB (4 KB x k where k is over 128),
 * whatever the number of vectors. Where distances drown in the error of single precision, because
 * the vectors have all but collapsed into a point, most pairs are measured twice: tens of times
 * slower.
 *
 * <p>Searches may run in several threads at once, each in its own; {@link #close} may run only when
 * no search does.
 */
public final class ExactNeighbours implements AutoCloseable {

  /** Rows of a product: with {@link #COLUMNS}, 1 MB, which stays in a core's cache. */
  private static final int ROWS = 256;

  private static final int COLUMNS = 1024;

  private final Vectors base;
  private final int rows;
  private final CentredBase centred;

  /**
   * Prepares a base for any number of searches.
   *
   * @param base the vectors to be found, at least one; kept, not copied
   * @throws IllegalArgumentException if there are none, or one is not finite or longer than 10^17
   */
  public ExactNeighbours(Vectors base) {
    this(base, ROWS, COLUMNS);
  }

  /** For tests: blocks of other sizes. */
  ExactNeighbours(Vectors base, int rows, int columns) {
    if (base.count() == 0) {
      throw new IllegalArgumentException("There are no vectors to be found; pass at least one");
    }
    this.base = base;
    this.rows = rows;
    this.centred = new CentredBase(base, columns);
  }

  /** Returns the vectors to be found. */
  public Vectors base() {
    return base;
  }

  /**
   * Returns the nearest neighbours of vectors that are not of the base.
   *
   * @param queries of the base's dim
   * @param k neighbours of each, at least 1; where the base is smaller, rows end in -1 and infinity
   * @throws IllegalArgumentException if the dim is another, k is under 1, a query is not finite or
   *     longer than 10^17, or the result would be over 2^31 - 1 neighbours
   * @throws IllegalStateException if closed
   */
  public Neighbours search(Vectors queries, int k) {
    return search(queries, query -> -1, k);
  }

  /**
   * Returns the nearest neighbours of vectors of which some are of the base, each of those left out
   * of its own neighbours by index; a duplicate of it stays in.
   *
   * @param queries of the base's dim
   * @param own the index in the base of each query, or -1 where it is not of the base
   * @param k neighbours of each, at least 1; where the base has fewer others, rows end in -1 and
   *     infinity
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}
   * @throws IllegalStateException if closed
   */
  public Neighbours search(Vectors queries, IntUnaryOperator own, int k) {
    requireDim(queries);
    return search(queries, 0, queries.count(), own, k);
  }

  /**
   * Returns the nearest neighbours, in the whole base, of some of its own vectors, each left out of
   * its own neighbours by index; a duplicate of it stays in.
   *
   * @param from first vector searched for
   * @param to the one after the last
   * @param k neighbours of each, at least 1; where the base has fewer others, rows end in -1 and
   *     infinity
   * @throws IllegalArgumentException if there are no such rows, k is under 1, or the result would
   *     be over 2^31 - 1 neighbours
   * @throws IllegalStateException if closed
   */
  public Neighbours searchSelf(int from, int to, int k) {
    if (from < 0 || from > to || to > base.count()) {
      throw new IllegalArgumentException(
          "The base has no vectors " + from + " to " + to + "; it has " + base.count());
    }
    return search(base, from, to, query -> query, k);
  }

  private void requireDim(Vectors queries) {
    if (queries.dim() != base.dim()) {
      throw new IllegalArgumentException(
          "Queries of "
              + queries.dim()
              + " floats cannot be searched among vectors of "
              + base.dim()
              + "; embed both with the same encoder");
    }
  }

  private Neighbours search(Vectors queries, int from, int to, IntUnaryOperator own, int k) {
    int count = to - from;
    if (k < 1 || (long) count * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + count
              + " queries; k must be at least 1, and k x queries below 2^31: search fewer at once");
    }
    int[] indices = new int[count * k];
    float[] distances = new float[count * k];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    Scratch scratch = Scratch.of(Candidates.capacity(centred, k));
    Candidates[] near = new Candidates[block(count)];
    Arrays.setAll(near, row -> new Candidates(centred, queries, k, own, scratch));
    scan(
        queries,
        from,
        to,
        near,
        (row, query) -> near[row].finish(indices, distances, (query - from) * k));
    return new Neighbours(k, indices, distances);
  }

  /**
   * Returns where certain vectors of the base stand in the full ranking of each query, in the order
   * of {@link #search}: what a full sort would give, in memory for a block of queries. Costs what a
   * search for as many neighbours does, or up to twice that where a thousand are wanted.
   *
   * @param queries of the base's dim
   * @param wanted the indices in the base that are asked for, of each query
   * @param leftOut the indices in the base that do not count, of each query; none of them wanted
   * @throws IllegalArgumentException if the dim is another, or a query is not finite or longer than
   *     10^17
   * @throws IllegalStateException if closed
   */
  public Ranks ranks(Vectors queries, IntFunction<int[]> wanted, IntFunction<int[]> leftOut) {
    requireDim(queries);
    int count = queries.count();
    RankCounts[] near = new RankCounts[block(count)];
    Arrays.setAll(near, row -> new RankCounts(centred, queries, wanted));
    int[][] ranks = new int[count][];
    scan(
        queries,
        0,
        count,
        near,
        (row, query) -> ranks[query] = near[row].finish(leftOut.apply(query)));
    int[] starts = new int[count + 1];
    for (int query = 0; query < count; query++) {
      starts[query + 1] = starts[query] + ranks[query].length;
    }
    return new Ranks(starts, Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray());
  }

  /** Is told that a query has been shown all of the base. */
  @FunctionalInterface
  private interface Finish {
    void query(int row, int query);
  }

  /**
   * Returns how many queries are scanned at once: blocks of equal size, for the last is no cheaper.
   */
  private int block(int count) {
    int blocks = Math.max(1, (count + rows - 1) / rows);
    return (count + blocks - 1) / blocks;
  }

  private void scan(Vectors queries, int from, int to, Near[] near, Finish finish) {
    if (from == to) {
      return;
    }
    try (BlockScan scan = new BlockScan(centred, queries, near)) {
      for (int start = from; start < to; start += near.length) {
        int end = Math.min(to, start + near.length);
        scan.scan(start, end);
        for (int query = start; query < end; query++) {
          finish.query(query - start, query);
        }
      }
    }
  }

  /** Frees the memory outside the heap; searches are refused from then on. Harmless twice. */
  @Override
  public void close() {
    centred.close();
  }
}
