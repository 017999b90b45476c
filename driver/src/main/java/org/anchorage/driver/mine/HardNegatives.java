/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.List;
import scala.Tuple2;

/**
 * Hard negatives of anchors: 4 bytes each, and 8 an anchor. The arrays are kept, not copied, and
 * not to be changed.
 *
 * @param anchors rows with hard negatives, ascending
 * @param starts anchors + 1 places: anchor i's negatives lie from {@code starts[i]} to {@code
 *     starts[i + 1]} (not included)
 * @param rows of all negatives, each anchor's nearest first
 */
public record HardNegatives(int[] anchors, int[] starts, int[] rows) {

  /** The longest array that every JVM makes. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** Returns that there are none. */
  static HardNegatives none() {
    return new HardNegatives(new int[0], new int[1], new int[0]);
  }

  /**
   * Puts the negatives of blocks together, in the order of anchors.
   *
   * @param rows of the corpus, for the places that blocks hold
   * @param blocks the anchors of each block, and anchors x {@code most} negatives; -1 for none
   */
  static HardNegatives of(int[] rows, List<Tuple2<int[], int[]>> blocks, int most) {
    int[] ends = new int[rows.length + 1];
    for (Tuple2<int[], int[]> block : blocks) {
      for (int i = 0; i < block._2().length; i++) {
        ends[block._1()[i / most] + 1] += block._2()[i] >= 0 ? 1 : 0;
      }
    }
    int[] anchors = new int[rows.length];
    int[] starts = new int[rows.length + 1];
    int[] placeOf = new int[rows.length];
    int count = 0;
    for (int place = 0; place < rows.length; place++) {
      if (ends[place + 1] > 0) {
        placeOf[place] = count;
        anchors[count] = rows[place];
        starts[count + 1] = added(starts[count], ends[place + 1]);
        count++;
      }
    }
    int[] negatives = new int[starts[count]];
    for (Tuple2<int[], int[]> block : blocks) {
      for (int i = 0; i < block._2().length; i++) {
        if (block._2()[i] >= 0) {
          int anchor = placeOf[block._1()[i / most]];
          negatives[starts[anchor] + i % most] = rows[block._2()[i]];
        }
      }
    }
    return new HardNegatives(
        Arrays.copyOf(anchors, count), Arrays.copyOf(starts, count + 1), negatives);
  }

  /**
   * Returns a sum of negatives.
   *
   * @throws IllegalArgumentException if it is more than an array holds
   */
  private static int added(int sum, int more) {
    if (sum > MOST - more) {
      throw new IllegalArgumentException(
          "There are more than "
              + MOST
              + " hard negatives, too many to plan by; lower mine.negatives, or use mining = classes");
    }
    return sum + more;
  }

  /**
   * Returns the size of an array after it is full: half as much again, as far as arrays go.
   *
   * @throws IllegalArgumentException if there is no larger one
   */
  static int grown(int size) {
    return Math.max(added(size, 1), (int) Math.min(MOST, size + size / 2L));
  }

  /** Returns the negatives of an anchor, nearest first; a copy. */
  public int[] of(int anchor) {
    return Arrays.copyOfRange(rows, starts[anchor], starts[anchor + 1]);
  }

  /** Adds pairs, anchor by anchor. Not thread-safe. */
  static final class Builder {

    private int[] anchors = new int[16];
    private int[] starts = new int[17];
    private int[] rows = new int[64];
    private int anchorCount;
    private int rowCount;

    /** Adds a negative of the anchor that was added last, or of the next one. */
    void add(int anchor, int negative) {
      if (anchorCount == 0 || anchors[anchorCount - 1] != anchor) {
        if (anchorCount == anchors.length) {
          anchors = Arrays.copyOf(anchors, grown(anchorCount));
          starts = Arrays.copyOf(starts, anchors.length + 1);
        }
        anchors[anchorCount++] = anchor;
      }
      if (rowCount == rows.length) {
        rows = Arrays.copyOf(rows, grown(rowCount));
      }
      rows[rowCount++] = negative;
      starts[anchorCount] = rowCount;
    }

    HardNegatives build() {
      return new HardNegatives(
          Arrays.copyOf(anchors, anchorCount),
          Arrays.copyOf(starts, anchorCount + 1),
          Arrays.copyOf(rows, rowCount));
    }
  }
}
