/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;

/**
 * Queries centred once on their own mean, to be multiplied with one small base after another.
 * Centring them anew for each base would take as long as the product. The bases must be centred on
 * the same mean. Immutable and thread-safe; 4 dim + 8 bytes a query beside the queries.
 */
public final class CentredQueries {

  private final Vectors queries;
  private final Centre centre;
  private final float[] centred;
  private final double[] squaredLengths;

  /**
   * Centres queries.
   *
   * @param queries kept, not copied
   * @throws IllegalArgumentException if one is not finite or longer than 10^17
   */
  public CentredQueries(Vectors queries) {
    this.queries = queries;
    this.centre = Centre.of(queries, "Query");
    this.centred = new float[queries.values().length];
    this.squaredLengths =
        IntStream.range(0, queries.count())
            .mapToDouble(query -> centre.subtract(queries, query, centred, query * queries.dim()))
            .toArray();
  }

  /** Returns the queries as they were given. */
  public Vectors queries() {
    return queries;
  }

  Centre centre() {
    return centre;
  }

  /**
   * Copies a query, centred.
   *
   * @return its squared length
   */
  double copy(int query, float[] into, int at) {
    int dim = queries.dim();
    System.arraycopy(centred, query * dim, into, at, dim);
    return squaredLengths[query];
  }
}
