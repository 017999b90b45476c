/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.mining.cells.Recall;

/**
 * The recall of a search of all shards. Each shard is calibrated on its own items, and those of the
 * others may be strangers to it: then a shard finds less for them than its calibration says.
 *
 * @param effort number of the effort, from 0, that a search makes
 * @param share of the exact neighbours that it finds
 */
record MergedRecall(int effort, double share) {

  /**
   * Finds the least effort that reaches a recall; all lists, if none does.
   *
   * @param shards their answers, at least one
   */
  static MergedRecall of(List<ShardAnswers> shards, double wanted) {
    Neighbours exact = merged(shards.stream().map(ShardAnswers::exact).toList());
    int last = shards.get(0).found().size() - 1;
    for (int effort = 0; ; effort++) {
      int now = effort;
      Neighbours found = merged(shards.stream().map(shard -> shard.found().get(now)).toList());
      double share = Recall.of(exact, found).share();
      if (share >= wanted || effort == last) {
        return new MergedRecall(effort, share);
      }
    }
  }

  /** Returns the nearest of all shards, ties by row. */
  private static Neighbours merged(List<Neighbours> shards) {
    int k = shards.get(0).k();
    int[] rows = new int[shards.get(0).indices().length];
    float[] distances = new float[rows.length];
    Arrays.fill(rows, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    for (int at = 0; at < rows.length; at += k) {
      int from = at;
      int[][] nearest =
          IntStream.range(0, shards.size() * k)
              .mapToObj(i -> new int[] {i / k, from + i % k})
              .filter(place -> shards.get(place[0]).indices()[place[1]] >= 0)
              .sorted(
                  Comparator.<int[]>comparingDouble(
                          place -> shards.get(place[0]).squaredDistances()[place[1]])
                      .thenComparingInt(place -> shards.get(place[0]).indices()[place[1]]))
              .limit(k)
              .toArray(int[][]::new);
      for (int i = 0; i < nearest.length; i++) {
        rows[at + i] = shards.get(nearest[i][0]).indices()[nearest[i][1]];
        distances[at + i] = shards.get(nearest[i][0]).squaredDistances()[nearest[i][1]];
      }
    }
    return new Neighbours(k, rows, distances);
  }
}
