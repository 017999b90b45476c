/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Numbers of genuine pairs (of one class) and impostor pairs (of two) by distance. Tallies of
 * disjoint pairs are added with {@link #plus}; the sum is the same in any order and grouping.
 *
 * <p>Squared distances are counted in bins by their first 14 bits after the leading one, so a bin
 * is at most 2<sup>-14</sup> (0.006 %) of the distance wide, at any scale. Pairs in one bin count
 * as equally far. Any number of pairs fits in at most some hundred thousand bins of 20 bytes,
 * usually in a few ten thousand.
 *
 * <p>Immutable and thread-safe.
 */
public final class PairTally implements Serializable {

  private static final long serialVersionUID = 1;

  /** Bits of a float that are dropped: 9 of its 23. */
  private static final int DROPPED = 9;

  private static final int PAGE = 1 << (23 - DROPPED);

  final int[] bins;
  final long[] genuine;
  final long[] impostors;

  private PairTally(int[] bins, long[] genuine, long[] impostors) {
    this.bins = bins;
    this.genuine = genuine;
    this.impostors = impostors;
  }

  /** Returns the largest squared distance of a bin. */
  static float largest(int bin) {
    return Float.intBitsToFloat((bin << DROPPED) | ((1 << DROPPED) - 1));
  }

  /** Returns the tally of both. */
  public PairTally plus(PairTally other) {
    int[] merged = new int[bins.length + other.bins.length];
    long[] both = new long[merged.length];
    long[] neither = new long[merged.length];
    int count = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < bins.length || theirs < other.bins.length) {
      int next = Math.min(at(bins, mine), at(other.bins, theirs));
      merged[count] = next;
      if (at(bins, mine) == next) {
        both[count] += genuine[mine];
        neither[count] += impostors[mine++];
      }
      if (at(other.bins, theirs) == next) {
        both[count] += other.genuine[theirs];
        neither[count] += other.impostors[theirs++];
      }
      count++;
    }
    return new PairTally(
        Arrays.copyOf(merged, count), Arrays.copyOf(both, count), Arrays.copyOf(neither, count));
  }

  private static int at(int[] bins, int i) {
    return i < bins.length ? bins[i] : Integer.MAX_VALUE;
  }

  /** Counts pairs. Not thread-safe. */
  public static final class Builder {

    // By exponent of the distance; most of the 256 pages are never needed.
    private final long[][] genuine = new long[256][];
    private final long[][] impostors = new long[256][];

    /**
     * Counts a pair of one class.
     *
     * @param squaredDistance not negative, and finite
     */
    public void genuine(float squaredDistance) {
      count(genuine, squaredDistance);
    }

    /**
     * Counts a pair of two classes.
     *
     * @param squaredDistance not negative, and finite
     */
    public void impostor(float squaredDistance) {
      count(impostors, squaredDistance);
    }

    private static void count(long[][] pages, float squaredDistance) {
      if (!(squaredDistance >= 0 && squaredDistance < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A squared distance of "
                + squaredDistance
                + " is impossible; look for vectors that are not finite or overflow");
      }
      // -0 becomes +0. The bits of all other floats here ascend as the floats do.
      int bin = Float.floatToIntBits(squaredDistance + 0f) >>> DROPPED;
      int page = bin / PAGE;
      if (pages[page] == null) {
        pages[page] = new long[PAGE];
      }
      pages[page][bin % PAGE]++;
    }

    /** Returns the tally. */
    public PairTally build() {
      int[] bins = new int[PAGE];
      long[] both = new long[PAGE];
      long[] neither = new long[PAGE];
      int count = 0;
      for (int bin = 0; bin < 256 * PAGE; bin++) {
        int page = bin / PAGE;
        if (genuine[page] == null && impostors[page] == null) {
          bin += PAGE - 1;
          continue;
        }
        long ones = genuine[page] == null ? 0 : genuine[page][bin % PAGE];
        long others = impostors[page] == null ? 0 : impostors[page][bin % PAGE];
        if (ones + others > 0) {
          if (count == bins.length) {
            bins = Arrays.copyOf(bins, 2 * count);
            both = Arrays.copyOf(both, 2 * count);
            neither = Arrays.copyOf(neither, 2 * count);
          }
          bins[count] = bin;
          both[count] = ones;
          neither[count++] = others;
        }
      }
      return new PairTally(
          Arrays.copyOf(bins, count), Arrays.copyOf(both, count), Arrays.copyOf(neither, count));
    }
  }
}
