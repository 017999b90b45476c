/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

/**
 * How many queries and how many vectors of the base an exact search in parts may hold ({@link
 * SearchKind#prepare(org.anchorage.core.vectors.VectorSource, int)}), for a bound on memory. In
 * bytes, with k the sum over all kinds of neighbours wanted:
 *
 * <pre>
 *   queries x (4 dim + 16 k)                  the queries, their nearest so far and in the part
 *   rows x (8 dim + 8)                        the part as given, and prepared outside the heap
 *   256 x 16 x max(2 k, k + 128)              candidates of a block of 256 queries
 *   3 MB + 20 KB x dim                        products, and blocks on their way out of the heap
 * </pre>
 *
 * <p>What a source takes to read a part, and what ranks need (12 bytes for each wanted vector of
 * each query), comes on top.
 *
 * @param queries searched for at once
 * @param rows vectors of a part
 */
public record PartSize(int queries, int rows) {

  /** Rows of a product; smaller parts waste what is multiplied. */
  private static final int STEP = ExactNeighbours.COLUMNS;

  /**
   * Returns the sizes for a bound on memory. Queries take a third of it at most: the more queries,
   * the less often the base is read.
   *
   * @param bytes on and outside the heap, for one task
   * @param k neighbours wanted of a query, of all kinds together
   * @param mostQueries queries at once, at most
   * @throws IllegalArgumentException if the bytes do not suffice for parts of 1,024 vectors
   */
  public static PartSize of(long bytes, int dim, int k, int mostQueries) {
    long scratch = scratch(dim, k);
    long aQuery = aQuery(dim, k);
    long least = scratch + ExactNeighbours.ROWS * aQuery + STEP * aRow(dim);
    if (bytes < least) {
      throw new IllegalArgumentException(
          bytes
              + " bytes are too few to search among vectors of "
              + dim
              + " floats for "
              + k
              + " neighbours of each; give the search at least "
              + least);
    }
    long free = bytes - scratch;
    long third = Math.min(free / 3, free - STEP * aRow(dim));
    long queries = Math.max(ExactNeighbours.ROWS, third / aQuery);
    queries = Math.min(queries, Math.max(1, mostQueries));
    long rows = (free - queries * aQuery) / aRow(dim);
    rows = Math.max(STEP, Math.min(rows, mostRows(dim)) / STEP * STEP);
    return new PartSize((int) queries, (int) rows);
  }

  /** Returns the memory that a search of these sizes takes, in bytes. */
  public long bytes(int dim, int k) {
    return scratch(dim, k) + queries * aQuery(dim, k) + rows * aRow(dim);
  }

  private static long aQuery(int dim, int k) {
    return 4L * dim + 16L * k;
  }

  private static long aRow(int dim) {
    return 8L * dim + 8;
  }

  private static long scratch(int dim, int k) {
    long candidates = (long) ExactNeighbours.ROWS * 16 * Math.max(2L * k, k + 128L);
    return candidates + (3L << 20) + 20L * STEP * dim;
  }

  /** An array has less than 2^31 elements. */
  private static long mostRows(int dim) {
    return (Integer.MAX_VALUE - 8L) / dim;
  }
}
