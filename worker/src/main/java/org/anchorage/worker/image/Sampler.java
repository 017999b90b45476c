/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * Reads an image between its pixels: bilinearly, with coordinates in fixed point and weights in
 * 256ths. Outside the image is a brightness of its own, and a sample at the edge mixes with it.
 *
 * @param width of the image
 * @param height of the image
 * @param channels 1 or 3
 * @param outside brightness outside the image, 0 to 255
 */
record Sampler(int width, int height, int channels, int outside) {

  private static final float UNIT = 1 / 255f;
  private static final float WEIGHTED_UNIT = UNIT / (256 * 256);

  /** Binary places of a coordinate. */
  private static final int POINT = 24;

  /** Rounds a coordinate to the nearest weight rather than down. */
  private static final long HALF_WEIGHT = 1L << (POINT - 9);

  /**
   * Writes a row of samples, from 0 to 1.
   *
   * @param pixels height x width x channels
   * @param map from the output to the image
   * @param y the row of the output
   * @param out where it is written, count x channels floats
   * @param at index of the first float
   * @param count samples
   */
  void row(byte[] pixels, Affine map, int y, float[] out, int at, int count) {
    long stepX = fixed(map.xx());
    long stepY = fixed(map.yx());
    long x0 = fixed(map.xy() * y + map.x0()) + HALF_WEIGHT;
    long y0 = fixed(map.yy() * y + map.y0()) + HALF_WEIGHT;
    if (channels == 1) {
      greyRow(pixels, x0, y0, stepX, stepY, out, at, count);
    } else {
      colourRow(pixels, x0, y0, stepX, stepY, out, at, count);
    }
  }

  private void greyRow(
      byte[] pixels, long x, long y, long stepX, long stepY, float[] out, int at, int count) {
    int lastX = width - 1;
    int lastY = height - 1;
    for (int i = 0; i < count; i++, x += stepX, y += stepY) {
      int left = (int) (x >> POINT);
      int top = (int) (y >> POINT);
      int fx = weight(x);
      int fy = weight(y);
      if (left >= 0 && top >= 0 && left < lastX && top < lastY) {
        int p = top * width + left;
        int upper = (pixels[p] & 0xff) * (256 - fx) + (pixels[p + 1] & 0xff) * fx;
        p += width;
        int lower = (pixels[p] & 0xff) * (256 - fx) + (pixels[p + 1] & 0xff) * fx;
        out[at + i] = (upper * (256 - fy) + lower * fy) * WEIGHTED_UNIT;
      } else {
        out[at + i] = edge(pixels, left, top, fx, fy, 0);
      }
    }
  }

  private void colourRow(
      byte[] pixels, long x, long y, long stepX, long stepY, float[] out, int at, int count) {
    int row = width * 3;
    int lastX = width - 1;
    int lastY = height - 1;
    for (int i = at; i < at + count * 3; i += 3, x += stepX, y += stepY) {
      int left = (int) (x >> POINT);
      int top = (int) (y >> POINT);
      int fx = weight(x);
      int fy = weight(y);
      if (left >= 0 && top >= 0 && left < lastX && top < lastY) {
        int p = top * row + left * 3;
        int q = p + row;
        int b = fx * (256 - fy);
        int a = 256 * (256 - fy) - b;
        int d = fx * fy;
        int c = 256 * fy - d;
        out[i] = mixed(pixels, p, q, a, b, c, d);
        out[i + 1] = mixed(pixels, p + 1, q + 1, a, b, c, d);
        out[i + 2] = mixed(pixels, p + 2, q + 2, a, b, c, d);
      } else {
        for (int channel = 0; channel < 3; channel++) {
          out[i + channel] = edge(pixels, left, top, fx, fy, channel);
        }
      }
    }
  }

  /** Mixes two neighbours of a row and the two below them. */
  private static float mixed(byte[] pixels, int p, int q, int a, int b, int c, int d) {
    int sum =
        a * (pixels[p] & 0xff)
            + b * (pixels[p + 3] & 0xff)
            + c * (pixels[q] & 0xff)
            + d * (pixels[q + 3] & 0xff);
    return sum * WEIGHTED_UNIT;
  }

  /** Samples at the edge: neighbours outside the image have the brightness outside. */
  private float edge(byte[] pixels, int left, int top, int fx, int fy, int channel) {
    if (left < -1 || top < -1 || left >= width || top >= height) {
      return outside * UNIT;
    }
    int upper =
        at(pixels, left, top, channel) * (256 - fx) + at(pixels, left + 1, top, channel) * fx;
    int lower =
        at(pixels, left, top + 1, channel) * (256 - fx)
            + at(pixels, left + 1, top + 1, channel) * fx;
    return (upper * (256 - fy) + lower * fy) * WEIGHTED_UNIT;
  }

  private int at(byte[] pixels, int x, int y, int channel) {
    return x < 0 || y < 0 || x >= width || y >= height
        ? outside
        : pixels[(y * width + x) * channels + channel] & 0xff;
  }

  private static long fixed(double value) {
    return Math.round(value * (1L << POINT));
  }

  /** Returns how far a coordinate is on the way to the next pixel, in 256ths. */
  private static int weight(long coordinate) {
    return (int) (coordinate >> (POINT - 8)) & 0xff;
  }
}
