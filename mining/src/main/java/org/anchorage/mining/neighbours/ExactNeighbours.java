/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.BlockProducts.Precision;
import org.anchorage.mining.products.CentredBase;

/**
 * The k nearest vectors of a base, exactly: what a full sort in double precision would return, at
 * the speed of matrix products in single precision.
 *
 * <p>A distance is summed in double precision from differences ({@link Vectors#squaredDistance})
 * and rounded to the nearest float; neighbours come in ascending order of that float. So equal
 * vectors tie exactly. The result depends neither on how queries are divided into calls nor on the
 * matrix library.
 *
 * <p>Products of blocks of queries and base give approximate distances. A bound on the rounding
 * error of <em>any</em> order of summation tells which vectors cannot be among the k nearest. The
 * few others are measured again in double precision (see {@link Candidates}). Both sides are
 * centred on the base's mean first, because the error grows with the vectors' length, not with
 * their distance.
 *
 * <p>Cost: 2 x queries x base x dim operations. Memory: the base twice (as given, and in blocks
 * outside the heap), and for each search its result and a few MB (8 KB x k if k is over 128),
 * whatever the number of vectors. If the vectors have almost collapsed into a point, distances
 * drown in the error of single precision. Most pairs are then measured twice, which is tens of
 * times slower.
 *
 * <p>Ranks cost as much as a search for as many neighbours, or up to twice that if a thousand are
 * wanted.
 */
final class ExactNeighbours implements NeighbourSearch {

  /** Rows of a product: with {@link #COLUMNS}, 1 MB, which stays in a core's cache. */
  static final int ROWS = 256;

  static final int COLUMNS = 1024;

  /**
   * From this many neighbours on, if they are also more than one in {@link #MANY_OF} vectors,
   * products in double precision cost less than measuring the many candidates one by one.
   */
  private static final int MANY = 100;

  private static final int MANY_OF = 50;

  private final Vectors base;
  private final int mostRows;
  private final CentredBase centred;

  /** See {@link SearchKind#prepare}. */
  ExactNeighbours(Vectors base) {
    this(base, ROWS, COLUMNS);
  }

  /** For tests: blocks of other sizes. */
  ExactNeighbours(Vectors base, int mostRows, int columns) {
    Requests.requireVectors(base.count());
    this.base = base;
    this.mostRows = mostRows;
    this.centred = new CentredBase(base, columns);
  }

  @Override
  public int count() {
    return base.count();
  }

  @Override
  public int dim() {
    return base.dim();
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Neighbours search(Vectors queries, Filter filter, int k) {
    Requests.requireDim(queries, base.dim());
    List<Wanted> wanted = List.of(new Wanted.Admitted(k, filter));
    return search(blocks(queries, 0, queries.count()), wanted, Filter.all()).get(0);
  }

  @Override
  public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
    Requests.requireRows(from, to, base.count());
    return search(blocks(base, from, to), wanted, (query, index) -> query != index);
  }

  @Override
  public Ranks ranks(Vectors queries, IntFunction<int[]> wanted, IntFunction<int[]> leftOut) {
    Requests.requireDim(queries, base.dim());
    int[][] counts = new int[queries.count()][];
    count(
        queries,
        0,
        query -> RankCounts.places(queries, query, base, 0, wanted.apply(query)),
        leftOut,
        (query, one) -> counts[query] = one);
    return RankCounts.ranks(counts);
  }

  /** Takes what {@link RankCounts#finish} counted for a query. */
  @FunctionalInterface
  interface Counted {
    void query(int query, int[] counts);
  }

  /**
   * Counts the vectors of this part of a base at the wanted vectors of each query.
   *
   * @param first index of the part's first vector
   * @param places those of the wanted vectors ({@link RankCounts#places})
   * @param leftOut vectors of the base that do not count
   */
  void count(
      Vectors queries,
      int first,
      IntFunction<long[]> places,
      IntFunction<int[]> leftOut,
      Counted into) {
    QueryBlocks blocks = blocks(queries, 0, queries.count());
    RankCounts[] near = new RankCounts[blocks.rows()];
    Arrays.setAll(near, row -> new RankCounts(centred, first, queries, places));
    blocks.scan(
        centred,
        Precision.SINGLE,
        List.<Near[]>of(near),
        (row, query) -> into.query(query, near[row].finish(leftOut.apply(query))));
  }

  @Override
  public List<Neighbours> search(Vectors queries, List<? extends Wanted> wanted) {
    Requests.requireDim(queries, base.dim());
    return search(blocks(queries, 0, queries.count()), wanted, Filter.all());
  }

  private QueryBlocks blocks(Vectors queries, int from, int to) {
    return QueryBlocks.of(queries, from, to, mostRows);
  }

  private List<Neighbours> search(
      QueryBlocks blocks, List<? extends Wanted> wanted, Filter others) {
    List<Found> found = wanted.stream().map(one -> Found.of(centred, blocks, one, others)).toList();
    blocks.scan(
        centred,
        precision(wanted),
        found.stream().map(Found::near).toList(),
        (row, query) -> found.forEach(one -> one.finish(row, query - blocks.from())));
    return found.stream().map(Found::neighbours).toList();
  }

  /** Results are the same in either precision. */
  private Precision precision(List<? extends Wanted> wanted) {
    int k = wanted.stream().mapToInt(Wanted::k).max().orElse(0);
    return k >= MANY && k > base.count() / MANY_OF ? Precision.DOUBLE : Precision.SINGLE;
  }

  @Override
  public void close() {
    centred.close();
  }
}
