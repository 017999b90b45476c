/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * Brings a rectangle of an image to another size, first along rows and then along columns. Reads
 * the source row by row, so memory holds only the source and the target.
 */
final class Scaler {

  private Scaler() {}

  /**
   * Returns the scaled values, target height rows of target width x channels, still as fractions.
   *
   * @param rows the source
   * @param across taps along a row
   * @param down taps along a column
   */
  static float[][] scale(PixelRows rows, int channels, Taps across, Taps down) {
    int length = across.target() * channels;
    float[][] scaled = new float[down.target()][length];
    float[] narrow = new float[length];
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
        float weight = down.weights()[i][y - down.start()[i]];
        add(weight, narrow, scaled[i]);
      }
    }
    return scaled;
  }

  /** Rows of their own and one index: so the loop is compiled to vector instructions. */
  private static void add(float weight, float[] narrow, float[] scaled) {
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] += weight * narrow[j];
    }
  }

  private static void alongGreys(int[] row, Taps across, float[] narrow) {
    for (int i = 0; i < narrow.length; i++) {
      float sum = 0;
      int at = across.start()[i];
      for (float weight : across.weights()[i]) {
        sum += weight * row[at++];
      }
      narrow[i] = sum;
    }
  }

  private static void alongColours(int[] row, Taps across, float[] narrow) {
    for (int i = 0; i < across.target(); i++) {
      float red = 0;
      float green = 0;
      float blue = 0;
      int at = across.start()[i] * 3;
      for (float weight : across.weights()[i]) {
        red += weight * row[at];
        green += weight * row[at + 1];
        blue += weight * row[at + 2];
        at += 3;
      }
      narrow[3 * i] = red;
      narrow[3 * i + 1] = green;
      narrow[3 * i + 2] = blue;
    }
  }
}
