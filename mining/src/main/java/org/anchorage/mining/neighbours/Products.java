/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

/**
 * Products of a block of queries with blocks of the base, both centred: -2 q.b. Not thread-safe; to
 * be used again for the next queries.
 */
interface Products extends AutoCloseable {

  /**
   * Takes a query.
   *
   * @param row its row in the products
   * @return its squared, centred length
   */
  double take(int row, int query);

  /** Multiplies the queries taken with a block of the base. */
  void multiply(int block);

  /** Copies the products of one query, rounded to floats. */
  void row(int row, float[] into);

  /** Returns the distance of the query last copied to a vector of the block, or NaN if unknown. */
  double distance(int column);

  @Override
  void close();
}
