/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import org.anchorage.core.vectors.Vectors;

/**
 * Products of a block of queries with blocks of the base, both centred: -2 q.b. One instance serves
 * block after block of the same queries. Not thread-safe.
 */
public interface BlockProducts extends AutoCloseable {

  /** Precision of the products. */
  enum Precision {
    /** Fast; gives no exact distances. */
    SINGLE,
    /**
     * Costs twice as much and gives distances so near the exact ones that hardly any must be
     * measured again. It is cheaper if many neighbours are wanted.
     */
    DOUBLE
  }

  /**
   * Makes room for products.
   *
   * @param queries of the base's dim
   * @param rows queries of a block, at most
   */
  static BlockProducts of(CentredBase base, Vectors queries, int rows, Precision precision) {
    return switch (precision) {
      case SINGLE -> new SingleProducts(base, queries, rows);
      case DOUBLE -> new DoubleProducts(base, queries, rows);
    };
  }

  /**
   * Makes products of some queries in single precision, in memory that is used again.
   *
   * @param queries that the base is centred with
   * @param chosen those that are multiplied; a query is taken by its place among these
   * @param rows queries of a block, at most; {@link ProductMemory#rows}
   * @param memory that the base lies in
   * @throws IllegalArgumentException if the base is centred with other queries
   */
  static BlockProducts of(
      CentredBase base, CentredQueries queries, int[] chosen, int rows, ProductMemory memory) {
    if (base.centre() != queries.centre()) {
      throw new IllegalArgumentException(
          "The base is not centred on the mean of these queries, so products with them would be"
              + " wrong; prepare the base with the queries that it is multiplied with");
    }
    return new SingleProducts(base, queries, chosen, rows, memory);
  }

  /**
   * Takes a query.
   *
   * @param row its row in the products
   * @return its squared, centred length
   * @throws IllegalArgumentException if the query is not finite or longer than 10^17
   */
  double take(int row, int query);

  /**
   * Multiplies the queries taken with a block of the base.
   *
   * @throws IllegalStateException if the base is closed
   */
  void multiply(int block);

  /** Copies the products of one query, rounded to floats. */
  void row(int row, float[] into);

  /**
   * Returns the distance of the query last copied to a vector of the block, within {@link
   * CentredBase#distanceError} of the exact one, or NaN if unknown.
   */
  double distance(int column);

  @Override
  void close();
}
