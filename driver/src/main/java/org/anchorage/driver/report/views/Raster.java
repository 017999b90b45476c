/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.awt.image.BufferedImage;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Pixels of an image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels height x width x channels, row-major, unsigned bytes; kept, not copied
 */
public record Raster(int width, int height, int channels, byte[] pixels) implements Serializable {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if there are not height x width x channels bytes, or another
   *     number of channels
   */
  public Raster {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "An image of " + channels + " channels cannot be shown; pass 1 (grey) or 3 (RGB)");
    }
    if (height < 1 || width < 1 || pixels.length != height * width * channels) {
      throw new IllegalArgumentException(
          pixels.length
              + " bytes are no image of height "
              + height
              + ", width "
              + width
              + " and "
              + channels
              + " channels; pass height x width x channels of them");
    }
  }

  /**
   * Returns the image with its larger side at most a length. A pixel is the mean of those that it
   * covers. An image that is no larger is returned as it is.
   */
  Raster shrunk(int side) {
    int larger = Math.max(width, height);
    if (larger <= side) {
      return this;
    }
    int newWidth = Math.max(1, width * side / larger);
    int newHeight = Math.max(1, height * side / larger);
    byte[] small = new byte[newWidth * newHeight * channels];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int left = x * width / newWidth;
        int top = y * height / newHeight;
        int right = Math.max(left + 1, (x + 1) * width / newWidth);
        int bottom = Math.max(top + 1, (y + 1) * height / newHeight);
        for (int c = 0; c < channels; c++) {
          small[(y * newWidth + x) * channels + c] = (byte) mean(left, top, right, bottom, c);
        }
      }
    }
    return new Raster(newWidth, newHeight, channels, small);
  }

  private int mean(int left, int top, int right, int bottom, int channel) {
    int sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += pixels[(y * width + x) * channels + channel] & 0xff;
      }
    }
    int count = (right - left) * (bottom - top);
    return (sum + count / 2) / count;
  }

  /** Draws the image, its left upper corner at a place. */
  void draw(BufferedImage into, int left, int top) {
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * channels;
        int red = pixels[at] & 0xff;
        int green = pixels[at + channels / 2] & 0xff;
        int blue = pixels[at + channels - 1] & 0xff;
        row[x] = red << 16 | green << 8 | blue;
      }
      into.setRGB(left, top + y, width, 1, row, 0, width);
    }
  }

  @Override
  public String toString() {
    return width + " x " + height + " x " + channels + " " + Arrays.hashCode(pixels);
  }
}
