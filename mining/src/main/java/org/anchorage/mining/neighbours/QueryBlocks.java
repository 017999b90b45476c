/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.List;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.BlockProducts;
import org.anchorage.mining.products.CentredBase;

/**
 * Queries, cut into blocks of equal size. A smaller last block would be no cheaper.
 *
 * @param queries of the base's dim
 * @param from first query; with products of chosen queries, a place among those
 * @param to the one after the last
 * @param rows queries of a block, at most
 */
record QueryBlocks(Vectors queries, int from, int to, int rows) {

  /** Is told that a query has been compared with all of the base. */
  @FunctionalInterface
  interface Finish {
    void query(int row, int query);
  }

  /** Cuts queries into blocks of at most {@code mostRows}. */
  static QueryBlocks of(Vectors queries, int from, int to, int mostRows) {
    int count = to - from;
    int blocks = Math.max(1, (count + mostRows - 1) / mostRows);
    return new QueryBlocks(queries, from, to, (count + blocks - 1) / blocks);
  }

  /** Returns how many queries there are. */
  int count() {
    return to - from;
  }

  /**
   * Compares every query with all of the base.
   *
   * @param lists receivers of near vectors, each list with one for each row of a block
   * @param finish is told of each query when its block is done
   */
  void scan(
      CentredBase base,
      BlockProducts.Precision precision,
      List<? extends Near[]> lists,
      Finish finish) {
    if (from == to) {
      return;
    }
    scan(base, BlockProducts.of(base, queries, rows, precision), lists, finish);
  }

  /**
   * Compares every query with all of the base.
   *
   * @param products of blocks of {@link #rows} queries; closed after use
   * @param lists receivers of near vectors, each list with one for each row of a block
   * @param finish is told of each query when its block is done
   */
  void scan(CentredBase base, BlockProducts products, List<? extends Near[]> lists, Finish finish) {
    try (BlockScan scan = new BlockScan(base, products, lists)) {
      for (int start = from; start < to; start += rows) {
        int end = Math.min(to, start + rows);
        scan.scan(start, end);
        for (int query = start; query < end; query++) {
          finish.query(query - start, query);
        }
      }
    }
  }
}
