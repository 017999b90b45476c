/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What each query finds first: 20 bytes a query.
 *
 * @param right the nearest item of its class, an index into the gallery; -1 if there is none
 * @param rightDistance its squared Euclidean distance
 * @param rank its place in the whole ranking, from 1; 0 if there is none
 * @param wrong the nearest item of another class; -1 if there is none
 * @param wrongDistance its squared Euclidean distance
 */
record FirstFound(
    int[] right, float[] rightDistance, int[] rank, int[] wrong, float[] wrongDistance)
    implements Serializable {

  /** Returns the number of queries. */
  int queries() {
    return right.length;
  }

  /** Returns whether no other image of its class could be found. */
  boolean isLone(int query) {
    return right[query] < 0;
  }

  /** Returns whether a query finds an image of another class first. */
  boolean isMiss(int query) {
    return rank[query] > 1;
  }

  /** Joins the results of blocks of queries. */
  static FirstFound joined(List<FirstFound> blocks) {
    int count = blocks.stream().mapToInt(FirstFound::queries).sum();
    FirstFound all =
        new FirstFound(
            new int[count], new float[count], new int[count], new int[count], new float[count]);
    int at = 0;
    for (FirstFound block : blocks) {
      int size = block.queries();
      System.arraycopy(block.right, 0, all.right, at, size);
      System.arraycopy(block.rightDistance, 0, all.rightDistance, at, size);
      System.arraycopy(block.rank, 0, all.rank, at, size);
      System.arraycopy(block.wrong, 0, all.wrong, at, size);
      System.arraycopy(block.wrongDistance, 0, all.wrongDistance, at, size);
      at += size;
    }
    return all;
  }

  @Override
  public String toString() {
    return "right " + Arrays.toString(right) + ", ranks " + Arrays.toString(rank);
  }
}
