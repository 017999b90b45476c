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
    Requests.requirePlaces(count, k);
    Filter filter =
        wanted instanceof Wanted.Admitted admitted
            ? (query, index) ->
                others.admits(query, index) && admitted.filter().admits(query, index)
            : others;
    CandidateBuffers buffers = CandidateBuffers.of(Candidates.capacity(base, k));
    Candidates[] near = new Candidates[blocks.rows()];
    Arrays.setAll(near, row -> new Candidates(base, blocks.queries(), wanted, filter, buffers));
    return new Found(near, Requests.none(count, k));
  }

  /** Writes the neighbours of a query that has been compared with all of the base. */
  void finish(int row, int place) {
    int at = place * neighbours.k();
    near[row].finish(neighbours.indices(), neighbours.squaredDistances(), at);
  }
}
