/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each value comes in some of the ranges of {@link ScoreCounts}: at most 65,536 values a
 * range. Parts that were counted apart add up to the same in any order. Not thread-safe.
 */
public final class FineCounts implements Serializable {

  private static final long serialVersionUID = 1;

  private final BitSet wanted;

  /** Counts by {@link FloatOrder} with the sign turned, so that the map is in its order. */
  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  /** Begins with nothing; {@code wanted} are ranges of {@link ScoreCounts#wanted}. */
  public FineCounts(BitSet wanted) {
    this.wanted = wanted;
  }

  /** Counts a score, if its range is wanted. */
  public void add(float score) {
    int order = FloatOrder.of(score);
    if (wanted.get(order >>> ScoreCounts.LOW_BITS)) {
      counts.merge(order ^ Integer.MIN_VALUE, 1L, Long::sum);
    }
  }

  /** Adds the scores of another count of the same ranges to this one, and returns this one. */
  public FineCounts plus(FineCounts other) {
    other.counts.forEach((value, times) -> counts.merge(value, times, Long::sum));
    return this;
  }

  /**
   * Returns the score at a place of the sorted order.
   *
   * @param range that it lies in
   * @param place among the scores of the range
   */
  float at(int range, long place) {
    int first = (range << ScoreCounts.LOW_BITS) ^ Integer.MIN_VALUE;
    int last = first | ((1 << ScoreCounts.LOW_BITS) - 1);
    long seen = 0;
    for (Map.Entry<Integer, Long> value : counts.subMap(first, true, last, true).entrySet()) {
      seen += value.getValue();
      if (seen > place) {
        return FloatOrder.value(value.getKey() ^ Integer.MIN_VALUE);
      }
    }
    throw new IllegalArgumentException(
        "Range " + range + " has no place " + place + "; count the scores that were counted first");
  }
}
