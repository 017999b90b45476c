/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.Arrays;

/**
 * For each class, the classes it is most easily confused with, most similar first, ties by label.
 * Immutable.
 *
 * @param labels the classes, ascending
 * @param confusable most classes listed for each
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
    int from = from(label);
    return Arrays.copyOfRange(others, from, from + known(from));
  }

  /** Returns how similar one is to each of {@link #confusableWith}; none for an unknown class. */
  public float[] similaritiesOf(int label) {
    int from = from(label);
    return Arrays.copyOfRange(similarities, from, from + known(from));
  }

  private int from(int label) {
    int at = Arrays.binarySearch(labels, label);
    return at < 0 ? others.length : at * confusable;
  }

  /** Returns how many classes are listed in the row at an index; they come first in it. */
  private int known(int from) {
    int known = 0;
    while (known < Math.min(confusable, others.length - from) && others[from + known] != -1) {
      known++;
    }
    return known;
  }
}
