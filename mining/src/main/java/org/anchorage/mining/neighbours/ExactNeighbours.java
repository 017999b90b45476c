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
  private static final int ROWS = 256;

  private static final int COLUMNS = 1024;

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
    if (base.count() == 0) {
      throw new IllegalArgumentException("There are no vectors to be found; pass at least one");
    }
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
    requireDim(queries);
    List<Wanted> wanted = List.of(new Wanted.Admitted(k, filter));
    return search(blocks(queries, 0, queries.count()), wanted, Filter.all()).get(0);
  }

  @Override
  public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
    if (from < 0 || from > to || to > base.count()) {
      throw new IllegalArgumentException(
          "The base has no vectors " + from + " to " + to + "; it has " + base.count());
    }
    return search(blocks(base, from, to), wanted, (query, index) -> query != index);
  }

  @Override
  public Ranks ranks(Vectors queries, IntFunction<int[]> wanted, IntFunction<int[]> leftOut) {
    requireDim(queries);
    QueryBlocks blocks = blocks(queries, 0, queries.count());
    RankCounts[] near = new RankCounts[blocks.rows()];
    Arrays.setAll(near, row -> new RankCounts(centred, queries, wanted));
    int[][] ranks = new int[blocks.count()][];
    blocks.scan(
        centred,
        Precision.SINGLE,
        List.<Near[]>of(near),
        (row, query) -> ranks[query] = near[row].finish(leftOut.apply(query)));
    int[] starts = new int[ranks.length + 1];
    for (int query = 0; query < ranks.length; query++) {
      starts[query + 1] = starts[query] + ranks[query].length;
    }
    return new Ranks(starts, Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray());
  }

  private QueryBlocks blocks(Vectors queries, int from, int to) {
    return QueryBlocks.of(queries, from, to, mostRows);
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
