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
    int[] sums = new int[down.target() * length];
    Arrays.fill(sums, HALF);
    int[] narrow = new int[length];
    int[] row = new int[rows.width() * channels];
    int unfinished = 0;
    for (int y = down.start()[0]; y < down.end(down.target() - 1); y++) {
      rows.row(y, row);
      if (channels == 3) {
        alongColours(row, across, narrow);
      } else {
        alongGreys(row, across, narrow);
      }
      while (down.end(unfinished) <= y) {
        unfinished++;
      }
      for (int i = unfinished; i < down.target() && down.start()[i] <= y; i++) {
        add(down.weights()[i][y - down.start()[i]], narrow, sums, i * length);
      }
    }
    byte[] scaled = new byte[sums.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (byte) level(sums[i]);
    }
    return scaled;
  }

  private static void add(int weight, int[] narrow, int[] sums, int from) {
    for (int j = 0; j < narrow.length; j++) {
      sums[from + j] += weight * narrow[j];
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

  private static void alongColours(int[] row, PillowTaps across, int[] narrow) {
    for (int i = 0; i < across.target(); i++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int at = across.start()[i] * 3;
      for (int weight : across.weights()[i]) {
        red += weight * row[at];
        green += weight * row[at + 1];
        blue += weight * row[at + 2];
        at += 3;
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
