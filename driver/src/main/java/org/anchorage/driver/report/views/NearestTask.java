/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.neighbours.NeighbourSearch;

/**
 * Finds the nearest items of a few queries.
 *
 * @param asked the queries, numbers in {@code looked}
 * @param k how many items
 */
record NearestTask(LookedAt looked, int[] asked, int k) implements NeighbourStage.Task<Neighbours> {

  @Override
  public Neighbours run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
    Vectors block = base.queries().open().read(from, to);
    int[][] leftOut = new int[to - from][];
    Arrays.setAll(leftOut, query -> looked.leftOut(asked[from + query]));
    return prepared.search(
        block, (query, item) -> Arrays.binarySearch(leftOut[query], item) < 0, k);
  }

  /** Joins the results of blocks of queries. */
  static Neighbours joined(List<Neighbours> blocks, int k) {
    int count = blocks.stream().mapToInt(block -> block.indices().length).sum();
    int[] indices = new int[count];
    float[] distances = new float[count];
    int at = 0;
    for (Neighbours block : blocks) {
      System.arraycopy(block.indices(), 0, indices, at, block.indices().length);
      System.arraycopy(block.squaredDistances(), 0, distances, at, block.indices().length);
      at += block.indices().length;
    }
    return new Neighbours(k, indices, distances);
  }
}
