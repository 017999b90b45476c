/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import java.io.Serializable;

/**
 * The ranks of certain items in the full ranking of a gallery, for some queries. Ranks count from
 * 1, in the order of {@link Neighbours}: by distance, ties by index.
 *
 * @param starts queries + 1 indices: query q's ranks lie from {@code starts[q]} to {@code starts[q
 *     + 1]} (not included)
 * @param ranks of all queries, each query's ascending
 */
public record Ranks(int[] starts, int[] ranks) implements Serializable {

  public Ranks {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != ranks.length) {
      throw new IllegalArgumentException(
          starts.length
              + " starts do not divide "
              + ranks.length
              + " ranks; they must run from 0 to that");
    }
  }

  /** Returns the number of queries. */
  public int queries() {
    return starts.length - 1;
  }
}
