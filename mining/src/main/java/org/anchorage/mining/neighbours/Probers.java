/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * The queries that probe each cell: 4 bytes for each probe and for each cell.
 *
 * @param starts cells + 1 indices: those of a cell lie from its start to the next
 * @param queries of all cells, each cell's ascending
 */
record Probers(int[] starts, int[] queries) {

  /**
   * Turns the cells of each query into the queries of each cell.
   *
   * @param probes cells of each query; -1 where a query probes fewer
   * @param from first of each query's probes that is taken
   * @param to the one after the last
   */
  static Probers of(Neighbours probes, int cells, int from, int to) {
    int[] starts = new int[cells + 1];
    int k = probes.k();
    for (int query = 0; query < probes.queries(); query++) {
      for (int i = query * k + from; i < query * k + to; i++) {
        int cell = probes.indices()[i];
        if (cell >= 0) {
          starts[cell + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] queries = new int[starts[cells]];
    int[] next = starts.clone();
    for (int query = 0; query < probes.queries(); query++) {
      for (int i = query * k + from; i < query * k + to; i++) {
        int cell = probes.indices()[i];
        if (cell >= 0) {
          queries[next[cell]++] = query;
        }
      }
    }
    return new Probers(starts, queries);
  }

  /** Returns whether a query probes a cell. */
  boolean any(int cell) {
    return starts[cell + 1] > starts[cell];
  }
}
