/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;

/**
 * How scores are distributed. Exact: all scores are sorted and summed in that order, so neither
 * their order nor their parts matter. Without scores, all figures but the count are NaN.
 *
 * @param count number of scores
 * @param mean of all
 * @param std standard deviation of the population (divided by the count)
 * @param min the lowest
 * @param quarter the first quartile, interpolated linearly between two scores as in NumPy
 * @param median the second quartile
 * @param threeQuarters the third quartile
 * @param max the highest
 */
public record ScoreStatistics(
    long count,
    double mean,
    double std,
    double min,
    double quarter,
    double median,
    double threeQuarters,
    double max)
    implements Serializable {

  /** Returns the statistics of some scores. */
  public static ScoreStatistics of(float[] scores) {
    if (scores.length == 0) {
      double none = Double.NaN;
      return new ScoreStatistics(0, none, none, none, none, none, none, none);
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (float score : sorted) {
      sum += score;
    }
    double mean = sum / sorted.length;
    double squares = 0;
    for (float score : sorted) {
      squares += (score - mean) * (score - mean);
    }
    return new ScoreStatistics(
        sorted.length,
        mean,
        Math.sqrt(squares / sorted.length),
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  /** Returns the scores of all parts in one array. */
  static float[] concat(Collection<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact)];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static double quantile(float[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * ((double) sorted[above] - sorted[below]);
  }
}
