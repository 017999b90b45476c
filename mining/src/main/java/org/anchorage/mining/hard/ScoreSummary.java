/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

/**
 * How scores are distributed, by the definitions of sentence-transformers (those of PyTorch). Two
 * differ from {@link ScoreStatistics}: the standard deviation and the median. Of no scores, all
 * figures but the count are NaN.
 *
 * @param count number of scores
 * @param mean of all
 * @param median the middle score; of two middle ones, the lower
 * @param std standard deviation of a sample (divided by the count - 1)
 * @param min the lowest
 * @param quarter the first quartile, interpolated linearly between two scores
 * @param half the second quartile, interpolated as the first
 * @param threeQuarters the third quartile
 * @param max the highest
 */
public record ScoreSummary(
    long count,
    double mean,
    double median,
    double std,
    double min,
    double quarter,
    double half,
    double threeQuarters,
    double max) {

  private static final double[] SHARES = {0.25, 0.5, 0.75};

  /**
   * Makes the summary of scores from two counts of them.
   *
   * @param fine of the ranges that {@code counts} wants
   */
  public static ScoreSummary of(ScoreCounts counts, FineCounts fine) {
    long count = counts.count();
    if (count == 0) {
      double none = Double.NaN;
      return new ScoreSummary(0, none, none, none, none, none, none, none, none);
    }
    return new ScoreSummary(
        count,
        counts.mean(),
        at(counts, fine, (count - 1) / 2),
        counts.std(),
        at(counts, fine, 0),
        quantile(counts, fine, SHARES[0]),
        quantile(counts, fine, SHARES[1]),
        quantile(counts, fine, SHARES[2]),
        at(counts, fine, count - 1));
  }

  /** Returns the places in the sorted order that a summary of so many scores reads. */
  static long[] places(long count) {
    if (count == 0) {
      return new long[0];
    }
    long[] places = new long[2 * SHARES.length + 3];
    for (int i = 0; i < SHARES.length; i++) {
      places[2 * i] = below(count, SHARES[i]);
      places[2 * i + 1] = above(count, SHARES[i]);
    }
    places[places.length - 3] = 0;
    places[places.length - 2] = (count - 1) / 2;
    places[places.length - 1] = count - 1;
    return places;
  }

  private static long below(long count, double share) {
    return (long) (share * (count - 1));
  }

  private static long above(long count, double share) {
    return Math.min(below(count, share) + 1, count - 1);
  }

  private static double quantile(ScoreCounts counts, FineCounts fine, double share) {
    long below = below(counts.count(), share);
    double low = at(counts, fine, below);
    double high = at(counts, fine, above(counts.count(), share));
    return low + (share * (counts.count() - 1) - below) * (high - low);
  }

  private static float at(ScoreCounts counts, FineCounts fine, long place) {
    int range = counts.range(place);
    return fine.at(range, place - counts.before(range));
  }
}
