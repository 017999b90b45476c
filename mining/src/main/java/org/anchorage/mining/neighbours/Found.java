/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.mining.products.CentredBase;

/**
 * The neighbours of one kind.
 *
 * @param near the candidates of each query of a block
 * @param neighbours of all queries, written as blocks are done
 */
record Found(Candidates[] near, Neighbours neighbours) {

  /**
   * Makes room for the neighbours of some queries.
   *
   * @param others admits the vectors that may be neighbours of any kind
   * @throws IllegalArgumentException if k is under 1, or k x queries is over 2^31 - 1
   */
  static Found of(CentredBase base, QueryBlocks blocks, Wanted wanted, Filter others) {
    int count = blocks.count();
    int k = wanted.k();
    requirePlaces(count, k);
    Filter filter =
        wanted instanceof Wanted.Admitted admitted
            ? (query, index) ->
                others.admits(query, index) && admitted.filter().admits(query, index)
            : others;
    CandidateBuffers buffers = CandidateBuffers.of(Candidates.capacity(base, k));
    Candidates[] near = new Candidates[blocks.rows()];
    Arrays.setAll(near, row -> new Candidates(base, blocks.queries(), wanted, filter, buffers));
    return new Found(near, none(count, k));
  }

  /** Refuses numbers of neighbours that no result can hold. */
  static void requirePlaces(int queries, int k) {
    if (k < 1 || (long) queries * k > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot find k = "
              + k
              + " neighbours of "
              + queries
              + " queries; k must be at least 1, and k x queries below 2^31: search fewer at once");
    }
  }

  /** Returns empty places for k neighbours of each query. */
  static Neighbours none(int queries, int k) {
    int[] indices = new int[queries * k];
    float[] distances = new float[queries * k];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    return new Neighbours(k, indices, distances);
  }

  /** Writes the neighbours of a query that has been compared with all of the base. */
  void finish(int row, int place) {
    int at = place * neighbours.k();
    near[row].finish(neighbours.indices(), neighbours.squaredDistances(), at);
  }
}
