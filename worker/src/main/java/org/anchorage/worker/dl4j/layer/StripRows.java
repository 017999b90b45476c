/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a strip of images as a window's taps see them, on the Java heap: for each tap, the
 * pixels under it, side by side. Pixels outside the image are zeros. Rows stay until others need
 * their place. CPU only. Not thread-safe.
 */
final class StripRows {

  private final int height;
  private final int width;
  private final int channels;
  private final int stride;
  private final int before;
  private final float[][][] rows;
  private final int[] held;
  private final float[][] zeros;
  private final float[] line;
  private @Nullable HostFloats images;
  private int image;
  private int first;
  private int columns;

  /**
   * Makes room for images of height x width x channels.
   *
   * @param stride columns from one window to the next
   * @param before columns of padding at the left
   * @param taps columns of a window
   * @param columns windows of a strip, at most
   * @param capacity rows that are kept
   */
  StripRows(
      int height,
      int width,
      int channels,
      int stride,
      int before,
      int taps,
      int columns,
      int capacity) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.stride = stride;
    this.before = before;
    this.rows = new float[capacity][taps][columns * channels];
    this.held = new int[capacity];
    this.zeros = new float[taps][columns * channels];
    this.line = new float[stride == 1 ? 0 : ((columns - 1) * stride + taps) * channels];
  }

  /** Goes to a strip of an image: columns of windows from a first one on. */
  void open(HostFloats of, int number, int from, int count) {
    images = of;
    image = number;
    first = from;
    columns = count;
    Arrays.fill(held, -1);
  }

  /** Returns what each tap sees of a row. */
  float[][] row(int row) {
    if (row < 0 || row >= height) {
      return zeros;
    }
    int place = row % rows.length;
    if (held[place] != row) {
      held[place] = row;
      read(((long) image * height + row) * width, rows[place]);
    }
    return rows[place];
  }

  private void read(long row, float[][] into) {
    int from = first * stride - before;
    if (stride == 1) {
      for (int tap = 0; tap < into.length; tap++) {
        read(row, from + tap, into[tap], columns);
      }
      return;
    }
    read(row, from, line, (columns - 1) * stride + into.length);
    for (int tap = 0; tap < into.length; tap++) {
      for (int x = 0; x < columns; x++) {
        int at = (x * stride + tap) * channels;
        System.arraycopy(line, at, into[tap], x * channels, channels);
      }
    }
  }

  /** Reads columns of a row, with zeros for those outside. */
  private void read(long row, int from, float[] into, int count) {
    HostFloats source = images;
    if (source == null) {
      throw new IllegalStateException("No images are open; call open first");
    }
    int left = Math.min(count, Math.max(0, -from));
    int right = Math.max(left, Math.min(count, width - from));
    Arrays.fill(into, 0, left * channels, 0);
    if (right > left) {
      int length = (right - left) * channels;
      source.read((row + from + left) * channels, into, left * channels, length);
    }
    Arrays.fill(into, right * channels, count * channels, 0);
  }
}
