/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.Arrays;

/**
 * Resizes as Pillow does, to the bit: rows first, rounded to whole levels, then columns, rounded
 * again, in whole numbers throughout. Pillow skips a direction whose size stays. Its weights are
 * then 1 and 0, so computing it gives the same.
 *
 * <p>Reads the source row by row, so memory holds only the source and the target.
 */
final class PillowScaler {

  private static final int BITS = PillowTaps.BITS;
  private static final int HALF = 1 << (BITS - 1);
  private static final int WHITE = 255;

  /** Source pixels that are taken at once. */
  private static final int GROUP = 4;

  private PillowScaler() {}

  /**
   * Returns the scaled bytes, target height x target width x channels.
   *
   * @param rows the source
   * @param across taps along a row
   * @param down taps along a column
   */
  static byte[] scale(PixelRows rows, int channels, PillowTaps across, PillowTaps down) {
    int length = across.target() * channels;
    int[][] sums = new int[down.target()][length];
    int[] narrow = new int[length];
    int[] row = new int[(rows.width() + GROUP) * channels];
    int[][] groups = groups(across.weights());
    int unfinished = 0;
    for (int y = down.start()[0]; y < down.end(down.target() - 1); y++) {
      rows.row(y, row);
      if (channels == 3) {
        alongColours(row, across.start(), groups, narrow);
      } else {
        alongGreys(row, across, narrow);
      }
      while (down.end(unfinished) <= y) {
        unfinished++;
      }
      for (int i = unfinished; i < down.target() && down.start()[i] <= y; i++) {
        add(down.weights()[i][y - down.start()[i]], narrow, sums[i]);
      }
    }
    byte[] scaled = new byte[down.target() * length];
    for (int i = 0; i < down.target(); i++) {
      for (int j = 0; j < length; j++) {
        scaled[i * length + j] = (byte) level(sums[i][j] + HALF);
      }
    }
    return scaled;
  }

  /** Rows of their own and one index: so the loop is compiled to vector instructions. */
  private static void add(int weight, int[] narrow, int[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += weight * narrow[j];
    }
  }

  private static void alongGreys(int[] row, PillowTaps across, int[] narrow) {
    for (int i = 0; i < narrow.length; i++) {
      int sum = HALF;
      int at = across.start()[i];
      for (int weight : across.weights()[i]) {
        sum += weight * row[at++];
      }
      narrow[i] = level(sum);
    }
  }

  /** Returns weights in whole groups, filled with zeros. */
  private static int[][] groups(int[][] weights) {
    int[][] groups = new int[weights.length][];
    for (int i = 0; i < weights.length; i++) {
      groups[i] = Arrays.copyOf(weights[i], (weights[i].length + GROUP - 1) / GROUP * GROUP);
    }
    return groups;
  }

  /** Takes four source pixels at a time: most sums have three or four, too few for a loop. */
  private static void alongColours(int[] row, int[] start, int[][] groups, int[] narrow) {
    for (int i = 0; i < start.length; i++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int at = start[i] * 3;
      int[] weights = groups[i];
      for (int k = 0; k < weights.length; k += GROUP, at += 3 * GROUP) {
        int a = weights[k];
        int b = weights[k + 1];
        int c = weights[k + 2];
        int d = weights[k + 3];
        red += a * row[at] + b * row[at + 3] + c * row[at + 6] + d * row[at + 9];
        green += a * row[at + 1] + b * row[at + 4] + c * row[at + 7] + d * row[at + 10];
        blue += a * row[at + 2] + b * row[at + 5] + c * row[at + 8] + d * row[at + 11];
      }
      narrow[3 * i] = level(red);
      narrow[3 * i + 1] = level(green);
      narrow[3 * i + 2] = level(blue);
    }
  }

  /** No weight is negative, and 255 times their sum fits: only white can be exceeded. */
  private static int level(int sum) {
    return Math.min(WHITE, sum >> BITS);
  }
}
