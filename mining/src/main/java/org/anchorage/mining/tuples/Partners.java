/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;

/**
 * The positives and the negatives of one anchor after another, each ascending. Reused for the next
 * anchor, hence not thread-safe.
 */
final class Partners {

  private final Rows rows;
  private final int[] positives;
  private final int[] negatives;
  private int positiveCount;
  private int negativeCount;

  Partners(Rows rows) {
    this.rows = rows;
    positives = new int[rows.size()];
    negatives = new int[rows.size()];
  }

  /** Moves to an anchor. */
  Partners of(int anchor) {
    int[] labels = rows.labels();
    int label = labels[anchor];
    positiveCount = 0;
    negativeCount = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != label) {
        negatives[negativeCount++] = i;
      } else if (i != anchor) {
        positives[positiveCount++] = i;
      }
    }
    return this;
  }

  /** Returns the number of positives. */
  int positives() {
    return positiveCount;
  }

  /** Returns the k-th positive. */
  int positive(int k) {
    return positives[k];
  }

  /** Returns the number of negatives. */
  int negatives() {
    return negativeCount;
  }

  /** Returns the k-th negative. */
  int negative(int k) {
    return negatives[k];
  }

  /** Returns the nearest negative, the lowest on a tie, or -1 if there is none. */
  int nearestNegative(int anchor, Distances distances) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < negativeCount; k++) {
      double distance = distances.between(anchor, negatives[k]);
      if (distance < least) {
        least = distance;
        nearest = negatives[k];
      }
    }
    return nearest;
  }

  /** Returns the farthest positive, the lowest on a tie, or -1 if there is none. */
  int farthestPositive(int anchor, Distances distances) {
    int farthest = -1;
    double most = -1;
    for (int k = 0; k < positiveCount; k++) {
      double distance = distances.between(anchor, positives[k]);
      if (distance > most) {
        most = distance;
        farthest = positives[k];
      }
    }
    return farthest;
  }
}
