/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;

/** Collects triplets whose number is not known before. Not thread-safe. */
final class TripletList {

  private int[] anchors = new int[256];
  private int[] positives = new int[256];
  private int[] negatives = new int[256];
  private int count;

  void add(int anchor, int positive, int negative) {
    if (count == anchors.length) {
      int room = Math.addExact(count, count);
      anchors = Arrays.copyOf(anchors, room);
      positives = Arrays.copyOf(positives, room);
      negatives = Arrays.copyOf(negatives, room);
    }
    anchors[count] = anchor;
    positives[count] = positive;
    negatives[count++] = negative;
  }

  Triplets triplets() {
    return Triplets.first(count, anchors, positives, negatives);
  }
}
