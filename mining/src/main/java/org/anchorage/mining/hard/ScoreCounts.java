/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.BitSet;

/**
 * Scores counted in 65,536 ranges of values, and their sums: 512 KB however many there are. Parts
 * that were counted apart add up to the same in any order. A second count ({@link FineCounts}) of
 * the ranges in which quantiles lie makes these exact.
 *
 * <p>Sums are of scores rounded to 2<sup>-28</sup>. Scores are at most 2 in magnitude; up to
 * 2<sup>34</sup> of them. Not thread-safe.
 */
public final class ScoreCounts implements Serializable {

  private static final long serialVersionUID = 1;

  /** Values are counted by the upper half of their bits. */
  static final int LOW_BITS = 16;

  private static final int BITS = 28;
  private static final double UNIT = 1L << BITS;

  private final long[] ranges = new long[1 << LOW_BITS];
  private long count;
  private long sum;

  /** Squares are summed by their upper and their lower bits, because a long is too small. */
  private long upperSquares;

  private long lowerSquares;

  /** Counts a score. */
  public void add(float score) {
    ranges[FloatOrder.of(score) >>> LOW_BITS]++;
    count++;
    long rounded = Math.round(score * UNIT);
    long square = rounded * rounded;
    sum += rounded;
    upperSquares += square >>> BITS;
    lowerSquares += square & ((1L << BITS) - 1);
  }

  /** Adds the scores of another count to this one, and returns this one. */
  public ScoreCounts plus(ScoreCounts other) {
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] += other.ranges[i];
    }
    count += other.count;
    sum += other.sum;
    upperSquares += other.upperSquares;
    lowerSquares += other.lowerSquares;
    return this;
  }

  /** Returns the number of scores. */
  public long count() {
    return count;
  }

  /** Returns their mean; NaN of none. */
  double mean() {
    return sum / UNIT / count;
  }

  /**
   * Returns the standard deviation of a sample (divided by the count - 1); NaN of less than two.
   */
  double std() {
    if (count < 2) {
      return Double.NaN;
    }
    BigInteger number = BigInteger.valueOf(count);
    BigInteger total = BigInteger.valueOf(sum);
    BigInteger squares =
        BigInteger.valueOf(upperSquares).shiftLeft(BITS).add(BigInteger.valueOf(lowerSquares));
    BigInteger spread = number.multiply(squares).subtract(total.multiply(total));
    BigInteger pairs = number.multiply(number.subtract(BigInteger.ONE));
    return Math.sqrt(spread.doubleValue() / pairs.doubleValue()) / UNIT;
  }

  /** Returns the ranges in which the quantiles of {@link ScoreSummary} lie. */
  public BitSet wanted() {
    BitSet wanted = new BitSet();
    for (long place : ScoreSummary.places(count)) {
      wanted.set(range(place));
    }
    return wanted;
  }

  /** Returns the range of the score at a place of the sorted order. */
  int range(long place) {
    int range = 0;
    for (long seen = ranges[0]; seen <= place; seen += ranges[range]) {
      range++;
    }
    return range;
  }

  /** Returns how many scores lie in the ranges before one. */
  long before(int range) {
    long before = 0;
    for (int i = 0; i < range; i++) {
      before += ranges[i];
    }
    return before;
  }
}
