/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Statistics of scores that are too many for one array. They are {@link ScoreStatistics#of} of all
 * of them, to the bit. Scores are gone through in ranges of values: those of a range are collected,
 * sorted and added to what the ranges before have left. Not thread-safe.
 */
public final class ScoresInParts {

  /** Values are first counted by the upper half of their bits. */
  private static final int LOW_BITS = 16;

  private static final int BUCKETS = 1 << LOW_BITS;

  private final Scores scores;
  private final int most;
  private final long[] buckets = new long[BUCKETS];

  /** The first scores: all of them, if they are few. */
  private float[] first = new float[0];

  private int firstCount;

  /** Scores that can be gone through again and again, in any order. */
  @FunctionalInterface
  public interface Scores {

    /** Hands out all scores, array by array. */
    void each(Consumer<float[]> taker);
  }

  private ScoresInParts(Scores scores, int most) {
    this.scores = scores;
    this.most = most;
    scores.each(
        part -> {
          for (float score : part) {
            buckets[FloatOrder.of(score) >>> LOW_BITS]++;
          }
          keep(part);
        });
  }

  private void keep(float[] part) {
    int count = Math.min(part.length, most - firstCount);
    if (firstCount + count > first.length) {
      first =
          Arrays.copyOf(
              first, (int) Math.min(most, Math.max(2L * first.length, firstCount + (long) count)));
    }
    System.arraycopy(part, 0, first, firstCount, count);
    firstCount += count;
  }

  /**
   * Returns the statistics.
   *
   * @param most scores sorted at once, at least 1; the fewer, the more often all are gone through.
   *     Takes 12 bytes for each
   */
  public static ScoreStatistics statistics(Scores scores, int most) {
    return new ScoresInParts(scores, most).statistics();
  }

  private ScoreStatistics statistics() {
    long count = LongStream.of(buckets).sum();
    if (count <= most) {
      return ScoreStatistics.of(Arrays.copyOf(first, firstCount));
    }
    first = new float[0];
    double[] sum = new double[1];
    Quantiles quantiles = new Quantiles(count);
    ascending(
        (value, times) -> {
          for (long i = 0; i < times; i++) {
            sum[0] += value;
          }
          quantiles.take(value, times);
        });
    double mean = sum[0] / count;
    double[] squares = new double[1];
    ascending(
        (value, times) -> {
          double square = (value - mean) * (value - mean);
          for (long i = 0; i < times; i++) {
            squares[0] += square;
          }
        });
    return new ScoreStatistics(
        count,
        mean,
        Math.sqrt(squares[0] / count),
        quantiles.at(0),
        quantiles.at(0.25),
        quantiles.at(0.5),
        quantiles.at(0.75),
        quantiles.at(1));
  }

  /** Takes a value and how often it comes. */
  @FunctionalInterface
  private interface Taker {
    void take(float value, long times);
  }

  /** Hands out all scores in ascending order. */
  private void ascending(Taker taker) {
    int from = 0;
    while (from < BUCKETS) {
      long size = buckets[from];
      int to = from + 1;
      while (to < BUCKETS && size + buckets[to] <= most) {
        size += buckets[to++];
      }
      if (size > most) {
        counted(from, taker);
      } else if (size > 0) {
        for (float value : sorted(range(from, to, (int) size))) {
          taker.take(value, 1);
        }
      }
      from = to;
    }
  }

  private static float[] sorted(float[] values) {
    Arrays.sort(values);
    return values;
  }

  private float[] range(int from, int to, int size) {
    float[] found = new float[size];
    int[] at = new int[1];
    scores.each(
        part -> {
          for (float score : part) {
            int bucket = FloatOrder.of(score) >>> LOW_BITS;
            if (bucket >= from && bucket < to) {
              found[at[0]++] = score;
            }
          }
        });
    return found;
  }

  /** Hands out the values of one bucket, which are few, with their counts, which may be large. */
  private void counted(int bucket, Taker taker) {
    long[] counts = new long[BUCKETS];
    scores.each(
        part -> {
          for (float score : part) {
            if (FloatOrder.of(score) >>> LOW_BITS == bucket) {
              counts[FloatOrder.of(score) & (BUCKETS - 1)]++;
            }
          }
        });
    for (int low = 0; low < BUCKETS; low++) {
      if (counts[low] > 0) {
        taker.take(FloatOrder.value(bucket << LOW_BITS | low), counts[low]);
      }
    }
  }

  /** The scores at certain places of the sorted order. */
  private static final class Quantiles {

    private static final double[] SHARES = {0, 0.25, 0.5, 0.75, 1};

    private final long count;
    private final float[] below = new float[SHARES.length];
    private final float[] above = new float[SHARES.length];
    private long seen;

    Quantiles(long count) {
      this.count = count;
    }

    void take(float value, long times) {
      for (int i = 0; i < SHARES.length; i++) {
        long place = place(SHARES[i]);
        long next = Math.min(place + 1, count - 1);
        below[i] = place >= seen && place < seen + times ? value : below[i];
        above[i] = next >= seen && next < seen + times ? value : above[i];
      }
      seen += times;
    }

    private long place(double share) {
      return (long) (share * (count - 1));
    }

    double at(double share) {
      int i = Arrays.binarySearch(SHARES, share);
      double at = share * (count - 1);
      return below[i] + (at - place(share)) * ((double) above[i] - below[i]);
    }
  }
}
