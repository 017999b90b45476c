/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;

/** Collects pairs whose number is not known before. Not thread-safe. */
final class PairList {

  private final Side positive = new Side();
  private final Side negative = new Side();

  void addPositive(int anchor, int partner) {
    positive.add(anchor, partner);
  }

  void addNegative(int anchor, int partner) {
    negative.add(anchor, partner);
  }

  Pairs pairs() {
    return new Pairs(
        Arrays.copyOf(positive.anchors, positive.count),
        Arrays.copyOf(positive.partners, positive.count),
        Arrays.copyOf(negative.anchors, negative.count),
        Arrays.copyOf(negative.partners, negative.count));
  }

  private static final class Side {

    private int[] anchors = new int[256];
    private int[] partners = new int[256];
    private int count;

    void add(int anchor, int partner) {
      if (count == anchors.length) {
        int room = Math.addExact(count, count);
        anchors = Arrays.copyOf(anchors, room);
        partners = Arrays.copyOf(partners, room);
      }
      anchors[count] = anchor;
      partners[count++] = partner;
    }
  }
}
