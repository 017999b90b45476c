/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Distances of pairs that are the same, and of pairs that are not.
 *
 * @param same ascending
 * @param different ascending
 */
record LabelledDistances(double[] same, double[] different) {

  /**
   * A threshold, and the pairs up to it.
   *
   * @param distance of at least one pair
   * @param same pairs up to it, those at it too
   * @param different as {@code same}
   */
  record Cut(double distance, int same, int different) {

    int pairs() {
      return same + different;
    }
  }

  /** Takes distances in any order; they are copied. */
  static LabelledDistances of(double[] same, double[] different) {
    double[] ofSame = same.clone();
    double[] ofDifferent = different.clone();
    Arrays.sort(ofSame);
    Arrays.sort(ofDifferent);
    return new LabelledDistances(ofSame, ofDifferent);
  }

  int pairs() {
    return same.length + different.length;
  }

  /** Returns the share of pairs that are the same. */
  double sameShare() {
    return (double) same.length / pairs();
  }

  /**
   * Visits each distance that there is once, ascending. So pairs of one distance are not parted.
   */
  void sweep(Consumer<Cut> visitor) {
    int ofSame = 0;
    int ofDifferent = 0;
    while (ofSame < same.length || ofDifferent < different.length) {
      double distance =
          Math.min(
              ofSame < same.length ? same[ofSame] : Double.POSITIVE_INFINITY,
              ofDifferent < different.length ? different[ofDifferent] : Double.POSITIVE_INFINITY);
      ofSame = end(same, ofSame, distance);
      ofDifferent = end(different, ofDifferent, distance);
      visitor.accept(new Cut(distance, ofSame, ofDifferent));
    }
  }

  private static int end(double[] sorted, int from, double distance) {
    int end = from;
    while (end < sorted.length && sorted[end] <= distance) {
      end++;
    }
    return end;
  }

  /**
   * Returns cuts with about equal numbers of pairs between them, the first and the last distance.
   */
  List<Cut> quantiles(int wanted) {
    List<Cut> cuts = new ArrayList<>();
    long[] next = {0};
    sweep(
        cut -> {
          long reached = (long) cut.pairs() * wanted / pairs();
          if (reached >= next[0]) {
            cuts.add(cut);
            next[0] = reached + 1;
          }
        });
    return cuts;
  }

  /** Returns the share of the different pairs up to a distance. */
  double falsePositiveRate(double distance) {
    int low = 0;
    int high = different.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (different[middle] <= distance) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) low / different.length;
  }

  /**
   * Returns the area under the ROC curve: the share of all (same, different) in which the same pair
   * is nearer, a tie for half (Mann and Whitney 1947).
   */
  double area() {
    double[] sum = {0};
    int[] before = {0, 0};
    sweep(
        cut -> {
          double same = 0.5 * (before[0] + cut.same());
          sum[0] += same * (cut.different() - before[1]);
          before[0] = cut.same();
          before[1] = cut.different();
        });
    // What lies nearer than a different pair was counted.
    return sum[0] / ((double) same.length * different.length);
  }
}
