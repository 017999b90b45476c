/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import java.io.Serializable;

/**
 * The nearest neighbours of some queries, nearest first, ties by index.
 *
 * @param k neighbours asked for
 * @param indices queries x k, row-major: index in the base; -1 where there are fewer than k
 * @param squaredDistances queries x k, row-major: squared Euclidean, never negative; positive
 *     infinity where there are fewer than k
 */
public record Neighbours(int k, int[] indices, float[] squaredDistances) implements Serializable {

  public Neighbours {
    if (k < 1 || indices.length % k != 0 || indices.length != squaredDistances.length) {
      throw new IllegalArgumentException(
          indices.length
              + " indices and "
              + squaredDistances.length
              + " distances are not rows of "
              + k);
    }
  }

  /** Returns the number of queries. */
  public int queries() {
    return indices.length / k;
  }
}
