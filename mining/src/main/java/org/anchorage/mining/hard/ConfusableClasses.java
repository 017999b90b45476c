/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.Arrays;

/**
 * For each class, those it is most easily confused with, most similar first, ties by label.
 * Immutable.
 *
 * @param labels the classes, ascending
 * @param confusable how many are listed for each, at most
 * @param others classes x confusable, row-major: labels; -1 where there are fewer
 * @param similarities classes x confusable: cosine of the centroids; NaN where there are fewer
 */
public record ConfusableClasses(int[] labels, int confusable, int[] others, float[] similarities)
    implements Serializable {

  public ConfusableClasses {
    if (others.length != labels.length * confusable || similarities.length != others.length) {
      throw new IllegalArgumentException(
          labels.length
              + " classes have "
              + confusable
              + " others and similarities each, not "
              + others.length
              + " and "
              + similarities.length);
    }
  }

  /** Returns the labels most similar to one, most similar first; none for an unknown class. */
  public int[] confusableWith(int label) {
    int at = Arrays.binarySearch(labels, label);
    if (at < 0) {
      return new int[0];
    }
    int[] row = Arrays.copyOfRange(others, at * confusable, (at + 1) * confusable);
    return Arrays.stream(row).filter(other -> other != -1).toArray();
  }
}
