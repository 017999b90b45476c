/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * Reads lists of neighbours, and refuses those that would give too good figures. Not thread-safe.
 */
final class RankedList {

  private final int[] seenIn;

  RankedList(int gallery) {
    seenIn = new int[gallery];
    Arrays.fill(seenIn, -1);
  }

  /**
   * Checks one list.
   *
   * @param row its row among the neighbours; each is read once
   * @param query its number in messages
   * @param left the gallery index that must be left out, or -1
   * @return how many neighbours it holds
   */
  int read(Neighbours neighbours, int row, int query, int left) {
    int k = neighbours.k();
    int gallery = seenIn.length;
    int found = 0;
    while (found < k && neighbours.indices()[row * k + found] != -1) {
      int index = neighbours.indices()[row * k + found];
      if (index < 0 || index >= gallery) {
        throw new IllegalArgumentException(
            "Query "
                + query
                + " has neighbour "
                + index
                + " of a gallery of "
                + gallery
                + "; labels and vectors must be of the same items");
      }
      if (index == left) {
        throw new IllegalArgumentException(
            "Query " + query + " is among its own neighbours; leave it out by its index");
      }
      if (seenIn[index] == row) {
        throw new IllegalArgumentException(
            "Query " + query + " has neighbour " + index + " twice; a list holds an item once");
      }
      seenIn[index] = row;
      found++;
    }
    int possible = Math.min(k, left < 0 ? gallery : gallery - 1);
    if (found < possible) {
      throw new IllegalArgumentException(
          "Query "
              + query
              + " has "
              + found
              + " neighbours where "
              + possible
              + " can be found; search the whole gallery");
    }
    return found;
  }
}
