/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

/**
 * Room for intermediate results on the candidates of one query. Not thread-safe.
 *
 * @param bounds of their distances
 * @param open places of those that must be measured
 * @param items their indices
 * @param distances exact ones
 * @param order distances with indices, sorted
 */
record CandidateBuffers(float[] bounds, int[] open, int[] items, double[] distances, long[] order) {

  /** Makes room for a number of candidates. */
  static CandidateBuffers of(int capacity) {
    return new CandidateBuffers(
        new float[capacity],
        new int[capacity],
        new int[capacity],
        new double[capacity],
        new long[capacity]);
  }

  /** Returns how many candidates there is room for. */
  int capacity() {
    return order.length;
  }
}
