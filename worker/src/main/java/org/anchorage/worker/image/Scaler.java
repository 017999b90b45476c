/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * Brings a rectangle of an image to another size, first along rows and then along columns. Reads
 * the source row by row, so memory holds only the source and the target.
 */
final class Scaler {

  private Scaler() {}

  /**
   * Returns the scaled values, target height x target width x channels, still as fractions.
   *
   * @param rows the source
   * @param across taps along a row
   * @param down taps along a column
   */
  static float[] scale(PixelRows rows, int channels, Taps across, Taps down) {
    int length = across.target() * channels;
    float[] scaled = new float[down.target() * length];
    float[] narrow = new float[length];
    int[] row = new int[rows.width() * channels];
    int unfinished = 0;
    for (int y = down.start()[0]; y < down.end(down.target() - 1); y++) {
      rows.row(y, row);
      along(row, channels, across, narrow);
      while (down.end(unfinished) <= y) {
        unfinished++;
      }
      for (int i = unfinished; i < down.target() && down.start()[i] <= y; i++) {
        float weight = down.weights()[i][y - down.start()[i]];
        for (int j = 0; j < length; j++) {
          scaled[i * length + j] += weight * narrow[j];
        }
      }
    }
    return scaled;
  }

  private static void along(int[] row, int channels, Taps across, float[] narrow) {
    for (int i = 0; i < across.target(); i++) {
      float[] weights = across.weights()[i];
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        int at = across.start()[i] * channels + c;
        for (float weight : weights) {
          sum += weight * row[at];
          at += channels;
        }
        narrow[i * channels + c] = sum;
      }
    }
  }
}
