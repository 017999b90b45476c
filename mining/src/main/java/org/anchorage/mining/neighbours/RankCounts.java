/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.CentredBase;

/**
 * The ranks of certain vectors of the base in the full ranking of one query, without that ranking.
 * Those vectors are measured exactly and sorted. Any other vector is counted at the first of them
 * that is farther. If the bounds on its distance leave that open, it is measured too.
 *
 * <p>Not thread-safe; reused for the next query.
 */
final class RankCounts implements Near {

  private final CentredBase base;
  private final Vectors queries;
  private final IntFunction<int[]> wanted;
  private int query;

  /** (distance, index) of each wanted vector, ascending: floats that are not negative sort so. */
  private long[] order = new long[0];

  private double[] thresholds = new double[0];
  private int[] counts = new int[1];
  private double error;
  private float limit;

  /** Counts for the vectors that are wanted of each query. */
  RankCounts(CentredBase base, Vectors queries, IntFunction<int[]> wanted) {
    this.base = base;
    this.queries = queries;
    this.wanted = wanted;
  }

  @Override
  public void begin(int query, double squaredLength) {
    this.query = query;
    int[] items = wanted.apply(query);
    order = Arrays.stream(items).mapToLong(this::place).sorted().toArray();
    thresholds =
        Arrays.stream(order)
            .mapToDouble(place -> Float.intBitsToFloat((int) (place >>> 32)) - squaredLength)
            .toArray();
    counts = new int[order.length + 1];
    error = base.error(squaredLength);
    limit =
        order.length == 0
            ? Float.NEGATIVE_INFINITY
            : Math.nextUp((float) (thresholds[order.length - 1] + error));
  }

  @Override
  public float limit() {
    return limit;
  }

  @Override
  public void offer(int index, float value, double distance) {
    double least = value - error;
    double most = value + base.spread()[index] + error;
    int low = 0;
    int high = thresholds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (thresholds[middle] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < thresholds.length && thresholds[low] <= most) {
      low = exact(index);
    }
    counts[low]++;
  }

  /** Returns how many of the wanted vectors come no later than a given one. */
  private int exact(int index) {
    int at = Arrays.binarySearch(order, place(index));
    return at < 0 ? -at - 1 : at + 1;
  }

  private long place(int index) {
    float distance = (float) queries.squaredDistance(query, base.vectors(), index);
    return (long) Float.floatToIntBits(distance) << 32 | index;
  }

  /**
   * Returns the ranks of the wanted vectors, from 1, ascending.
   *
   * @param leftOut vectors that do not count; none of them wanted
   */
  int[] finish(int[] leftOut) {
    for (int index : leftOut) {
      int at = exact(index);
      // Those behind the last were not offered, or are not asked for.
      if (at < order.length) {
        counts[at]--;
      }
    }
    int[] ranks = new int[order.length];
    int nearer = 0;
    for (int i = 0; i < ranks.length; i++) {
      nearer += counts[i];
      ranks[i] = nearer + 1;
    }
    return ranks;
  }
}
