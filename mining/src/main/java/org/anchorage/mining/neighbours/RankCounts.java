/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.Ranks;
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
  private final int first;
  private final Vectors queries;
  private final IntFunction<long[]> places;
  private int query;

  /** The places of the wanted vectors. */
  private long[] order = new long[0];

  private double[] thresholds = new double[0];
  private int[] counts = new int[1];
  private double error;
  private float limit;

  /**
   * Counts for the vectors that are wanted of each query.
   *
   * @param base all of the base, or a part of it
   * @param first index of the part's first vector
   * @param places those of the wanted vectors of each query, in all of the base (see {@link
   *     #places})
   */
  RankCounts(CentredBase base, int first, Vectors queries, IntFunction<long[]> places) {
    this.base = base;
    this.first = first;
    this.queries = queries;
    this.places = places;
  }

  /**
   * Returns (distance, index) of some vectors in one number each, ascending: floats that are not
   * negative sort as their bits.
   *
   * @param base all of the base, or a part of it
   * @param first index of the part's first vector
   * @param items indices of the vectors
   */
  static long[] places(Vectors queries, int query, Vectors base, int first, int[] items) {
    return Arrays.stream(items)
        .mapToLong(item -> place(queries, query, base, first, item))
        .sorted()
        .toArray();
  }

  private static long place(Vectors queries, int query, Vectors base, int first, int index) {
    float distance = (float) queries.squaredDistance(query, base, index - first);
    return (long) Float.floatToIntBits(distance) << 32 | index;
  }

  @Override
  public void begin(int query, double squaredLength) {
    this.query = query;
    order = places.apply(query);
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
      low = exact(first + index);
    }
    counts[low]++;
  }

  /** Returns how many of the wanted vectors come no later than a given one. */
  private int exact(int index) {
    int at = Arrays.binarySearch(order, place(index));
    return at < 0 ? -at - 1 : at + 1;
  }

  private long place(int index) {
    return place(queries, query, base.vectors(), first, index);
  }

  /**
   * Returns how many vectors were counted at each wanted vector. Counts of parts add up.
   *
   * @param leftOut vectors of the base that do not count; none of them wanted
   */
  int[] finish(int[] leftOut) {
    for (int index : leftOut) {
      if (index >= first && index - first < base.vectors().count()) {
        int at = exact(index);
        // Those behind the last were not offered, or are not asked for.
        if (at < order.length) {
          counts[at]--;
        }
      }
    }
    return counts;
  }

  /** Returns the ranks of wanted vectors, from 1, ascending, by the counts in all of the base. */
  static int[] ranks(int[] counts) {
    int[] ranks = new int[counts.length - 1];
    int nearer = 0;
    for (int i = 0; i < ranks.length; i++) {
      nearer += counts[i];
      ranks[i] = nearer + 1;
    }
    return ranks;
  }

  /** Returns the ranks of all queries, by their counts in all of the base. */
  static Ranks ranks(int[][] counts) {
    int[] starts = new int[counts.length + 1];
    for (int query = 0; query < counts.length; query++) {
      starts[query + 1] = starts[query] + counts[query].length - 1;
    }
    return new Ranks(
        starts, Arrays.stream(counts).flatMapToInt(one -> Arrays.stream(ranks(one))).toArray());
  }
}
