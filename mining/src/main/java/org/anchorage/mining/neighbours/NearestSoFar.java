/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.core.vectors.Neighbours;

/**
 * The k nearest of some queries in the parts of a base seen so far. The k nearest of all are among
 * the k nearest of each part, so merging these loses nothing. Not thread-safe.
 */
final class NearestSoFar {

  private final Neighbours all;
  private final int[] indices;
  private final float[] distances;

  /**
   * Begins with none.
   *
   * @throws IllegalArgumentException if k is under 1, or k x queries is over 2^31 - 1
   */
  NearestSoFar(int queries, int k) {
    Requests.requirePlaces(queries, k);
    this.all = Requests.none(queries, k);
    this.indices = new int[k];
    this.distances = new float[k];
  }

  /**
   * Adds the nearest of a part that lies behind the parts before.
   *
   * @param first index of the part's first vector
   */
  void add(Neighbours part, int first) {
    for (int query = 0; query < all.queries(); query++) {
      merge(query * all.k(), part, first);
    }
  }

  /** On a tie, the vector of the earlier part comes first: its index is lower. */
  private void merge(int at, Neighbours part, int first) {
    int k = all.k();
    if (part.indices()[at] < 0
        || part.squaredDistances()[at] >= all.squaredDistances()[at + k - 1]) {
      return;
    }
    int old = at;
    int added = at;
    for (int i = 0; i < k; i++) {
      float mine = all.squaredDistances()[old];
      float theirs = part.squaredDistances()[added];
      if (theirs < mine) {
        indices[i] = part.indices()[added] + first;
        distances[i] = theirs;
        added++;
      } else {
        indices[i] = all.indices()[old];
        distances[i] = mine;
        old++;
      }
    }
    System.arraycopy(indices, 0, all.indices(), at, k);
    System.arraycopy(distances, 0, all.squaredDistances(), at, k);
  }

  /** Returns the nearest of all parts added. */
  Neighbours neighbours() {
    return all;
  }
}
