/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
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
 * outside the heap), and for each search its result and a few MB (8 KB x k where k is over 128),
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

  /**
   * Where at least so many neighbours are wanted, and at least one in so many vectors, measuring
   * them one by one takes longer than products in double precision, which spare it.
   */
  private static final int MANY = 100;

  private static final int MANY_OF = 50;

  private final Vectors base;
  private final int mostRows;
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
  ExactNeighbours(Vectors base, int mostRows, int columns) {
    if (base.count() == 0) {
      throw new IllegalArgumentException("There are no vectors to be found; pass at least one");
    }
    this.base = base;
    this.mostRows = mostRows;
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
    return search(queries, Filter.all(), k);
  }

  /**
   * Returns the nearest neighbours that a filter admits. One that turns away the query itself,
   * where that is of the base, leaves it out by index; a duplicate of it stays in.
   *
   * @param queries of the base's dim
   * @param filter says which may be neighbours of a query
   * @param k neighbours of each, at least 1; where fewer are admitted, rows end in -1 and infinity
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}
   * @throws IllegalStateException if closed
   */
  public Neighbours search(Vectors queries, Filter filter, int k) {
    requireDim(queries);
    List<Wanted> wanted = List.of(new Wanted.Admitted(k, filter));
    return search(queries, 0, queries.count(), wanted, Filter.all()).get(0);
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
    return searchSelf(from, to, List.of(new Wanted.Admitted(k, Filter.all()))).get(0);
  }

  /**
   * Returns several kinds of neighbours of some of the base's own vectors, found in one pass; each
   * vector is left out of its own neighbours by index.
   *
   * @param from first vector searched for
   * @param to the one after the last
   * @param wanted the kinds
   * @return the neighbours, a list for each kind
   * @throws IllegalArgumentException as for {@link #searchSelf(int, int, int)}
   * @throws IllegalStateException if closed
   */
  public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
    if (from < 0 || from > to || to > base.count()) {
      throw new IllegalArgumentException(
          "The base has no vectors " + from + " to " + to + "; it has " + base.count());
    }
    return search(base, from, to, wanted, (query, index) -> query != index);
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

  private List<Neighbours> search(
      Vectors queries, int from, int to, List<? extends Wanted> wanted, Filter others) {
    List<Found> found = wanted.stream().map(one -> found(one, queries, from, to, others)).toList();
    scan(
        queries,
        from,
        to,
        precision(wanted),
        found.stream().map(Found::near).toList(),
        (row, query) -> found.forEach(one -> one.finish(row, query - from)));
    return found.stream().map(Found::neighbours).toList();
  }

  private Found found(Wanted wanted, Vectors queries, int from, int to, Filter others) {
    int count = to - from;
    int k = wanted.k();
    if (k < 1 || (long) count * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + count
              + " queries; k must be at least 1, and k x queries below 2^31: search fewer at once");
    }
    Filter filter =
        wanted instanceof Wanted.Admitted admitted
            ? (query, index) ->
                others.admits(query, index) && admitted.filter().admits(query, index)
            : others;
    Scratch scratch = Scratch.of(Candidates.capacity(centred, k));
    Candidates[] near = new Candidates[block(count)];
    Arrays.setAll(near, row -> new Candidates(centred, queries, wanted, filter, scratch));
    int[] indices = new int[count * k];
    float[] distances = new float[count * k];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    return new Found(near, new Neighbours(k, indices, distances));
  }

  /** What is found of one kind: by the candidates of a block, and of all queries. */
  private record Found(Candidates[] near, Neighbours neighbours) {

    void finish(int row, int place) {
      int at = place * neighbours.k();
      near[row].finish(neighbours.indices(), neighbours.squaredDistances(), at);
    }
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
        Precision.SINGLE,
        List.<Near[]>of(near),
        (row, query) -> ranks[query] = near[row].finish(leftOut.apply(query)));
    int[] starts = new int[count + 1];
    for (int query = 0; query < count; query++) {
      starts[query + 1] = starts[query] + ranks[query].length;
    }
    return new Ranks(starts, Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray());
  }

  /** What products are computed in; results are the same. */
  private enum Precision {
    SINGLE,
    DOUBLE
  }

  private Precision precision(List<? extends Wanted> wanted) {
    int k = wanted.stream().mapToInt(Wanted::k).max().orElse(0);
    return k >= MANY && k > base.count() / MANY_OF ? Precision.DOUBLE : Precision.SINGLE;
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
    int blocks = Math.max(1, (count + mostRows - 1) / mostRows);
    return (count + blocks - 1) / blocks;
  }

  private void scan(
      Vectors queries,
      int from,
      int to,
      Precision precision,
      List<? extends Near[]> lists,
      Finish finish) {
    if (from == to) {
      return;
    }
    int rows = block(to - from);
    Products products =
        precision == Precision.DOUBLE
            ? new DoubleProducts(centred, queries, rows)
            : new SingleProducts(centred, queries, rows);
    try (BlockScan scan = new BlockScan(centred, products, lists)) {
      for (int start = from; start < to; start += rows) {
        int end = Math.min(to, start + rows);
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
