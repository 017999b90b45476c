/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Vectors;

/**
 * Euclidean distances of all pairs among some vectors: of two images of a class, and of two of
 * different classes.
 *
 * @param most the largest distance; bins of equal width reach from 0 to it
 * @param same pairs of a class by bin
 * @param different pairs of two classes by bin
 * @param sameMedian the middle distance of pairs of a class, the lower of two; NaN if there are
 *     none
 * @param differentMedian the same of pairs of two classes
 */
public record DistanceHistogram(
    double most, List<Long> same, List<Long> different, double sameMedian, double differentMedian) {

  /** Bins of a histogram. */
  public static final int BINS = 40;

  /** Most vectors: two million pairs, which take a second or two. */
  static final int MOST = 2_000;

  /** Measures all pairs. */
  static DistanceHistogram of(Vectors vectors, int[] labels) {
    int pairs = Math.multiplyExact(labels.length, labels.length - 1) / 2;
    float[] same = new float[pairs];
    float[] different = new float[pairs];
    int sameCount = 0;
    int differentCount = 0;
    for (int i = 1; i < labels.length; i++) {
      for (int j = 0; j < i; j++) {
        float distance = (float) Math.sqrt(vectors.squaredDistance(i, vectors, j));
        if (labels[i] == labels[j]) {
          same[sameCount++] = distance;
        } else {
          different[differentCount++] = distance;
        }
      }
    }
    float[] ofSame = sorted(same, sameCount);
    float[] ofDifferent = sorted(different, differentCount);
    double most = Math.max(largest(ofSame), largest(ofDifferent));
    return new DistanceHistogram(
        most, binned(ofSame, most), binned(ofDifferent, most), median(ofSame), median(ofDifferent));
  }

  private static float[] sorted(float[] values, int count) {
    float[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double largest(float[] sorted) {
    return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
  }

  private static double median(float[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
  }

  private static List<Long> binned(float[] distances, double most) {
    Long[] bins = new Long[BINS];
    Arrays.fill(bins, 0L);
    for (float distance : distances) {
      int bin = most == 0 ? 0 : (int) Math.min(BINS - 1, distance / most * BINS);
      bins[bin]++;
    }
    return List.of(bins);
  }
}
