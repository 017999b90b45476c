/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;

/**
 * Pairs of one batch as indices into it: anchor i with a row of its class, anchor j with a row of
 * another. Kept, not copied.
 *
 * @param positiveAnchors anchors of the positive pairs
 * @param positives their partners, of the same class, none equal to its anchor
 * @param negativeAnchors anchors of the negative pairs
 * @param negatives their partners, of another class
 */
public record Pairs(int[] positiveAnchors, int[] positives, int[] negativeAnchors, int[] negatives)
    implements Tuples {

  public Pairs {
    if (positiveAnchors.length != positives.length || negativeAnchors.length != negatives.length) {
      throw new IllegalArgumentException(
          positiveAnchors.length
              + " anchors with "
              + positives.length
              + " positives and "
              + negativeAnchors.length
              + " anchors with "
              + negatives.length
              + " negatives are not pairs; pass as many of each");
    }
  }

  /** Returns the number of pairs, positive and negative together. */
  public int count() {
    return positives.length + negatives.length;
  }

  @Override
  public Pairs pairs() {
    return this;
  }

  @Override
  public Triplets triplets() {
    int last = Math.max(largest(positiveAnchors), largest(negativeAnchors));
    int[] count = new int[last + 1];
    for (int anchor : negativeAnchors) {
      count[anchor]++;
    }
    int[][] negativesOf = new int[last + 1][];
    Arrays.setAll(negativesOf, a -> new int[count[a]]);
    for (int i = negatives.length - 1; i >= 0; i--) {
      int a = negativeAnchors[i];
      negativesOf[a][--count[a]] = negatives[i];
    }
    int total = 0;
    for (int anchor : positiveAnchors) {
      total = Math.addExact(total, negativesOf[anchor].length);
    }
    int[][] triplets = new int[3][total];
    int at = 0;
    for (int i = 0; i < positives.length; i++) {
      for (int negative : negativesOf[positiveAnchors[i]]) {
        triplets[0][at] = positiveAnchors[i];
        triplets[1][at] = positives[i];
        triplets[2][at++] = negative;
      }
    }
    return new Triplets(triplets[0], triplets[1], triplets[2]);
  }

  private static int largest(int[] indices) {
    return Arrays.stream(indices).max().orElse(-1);
  }
}
