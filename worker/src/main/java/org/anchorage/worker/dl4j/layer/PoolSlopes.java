/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The backward pass of max-pooling of 2 x 2 pixels. A pixel that equals its window's pooled value
 * gets the window's slope; all others get none. Of several such pixels, the left column comes
 * before the right, and the upper pixel before the lower. It takes two rows of pixels at a time, in
 * loops over whole rows without branches, which are compiled to vector instructions.
 *
 * <p>CPU only. Not thread-safe.
 */
final class PoolSlopes {

  /**
   * Times the difference of two different floats, it is over 1 (except for the tiniest
   * differences).
   */
  private static final float STEEP = 3e38f;

  private float[] upper = {};
  private float[] lower = {};
  private float[] most = {};
  private float[] slopes = {};
  private float[] line = {};
  private float[] isLeft = {};

  /**
   * Writes the gradient of the images.
   *
   * @param images N x H x W x C, floats in 'c' order, as all arrays
   * @param pooled N x H/2 x W/2 x C
   * @param slope of the pooled pixels
   * @param imageSlope N x H x W x C, written over
   */
  void into(INDArray images, INDArray pooled, INDArray slope, INDArray imageSlope) {
    int width = (int) images.size(2);
    int channels = (int) images.size(3);
    prepare(width, channels, (int) pooled.size(2));
    HostFloats pixels = new HostFloats(images);
    HostFloats largest = new HostFloats(pooled);
    HostFloats given = new HostFloats(slope);
    HostFloats result = new HostFloats(imageSlope);
    int row = width * channels;
    int short1 = line.length;
    int rows = (int) pooled.size(1);
    int odd = (int) images.size(1) - 2 * rows;
    long from = 0;
    long at = 0;
    for (int image = 0; image < images.size(0); image++) {
      for (int y = 0; y < rows; y++) {
        pixels.read(from, upper, row);
        pixels.read(from + row, lower, row);
        largest.read(at, line, short1);
        twice(line, most, channels);
        given.read(at, line, short1);
        twice(line, slopes, channels);
        choose(2 * short1, channels);
        result.write(from, upper, row);
        result.write(from + row, lower, row);
        from += 2L * row;
        at += short1;
      }
      if (odd > 0) {
        result.write(from, new float[row], row);
        from += row;
      }
    }
  }

  private void prepare(int width, int channels, int pooledWidth) {
    int row = width * channels;
    if (upper.length == row && line.length == pooledWidth * channels) {
      return;
    }
    upper = new float[row];
    lower = new float[row];
    most = new float[row];
    slopes = new float[row];
    line = new float[pooledWidth * channels];
    isLeft = new float[row];
    for (int i = 0; i < row; i++) {
      isLeft[i] = i / channels % 2 == 0 ? 1 : 0;
    }
  }

  /** Repeats each pixel of a pooled row for the two columns that it stands for. */
  private static void twice(float[] from, float[] to, int channels) {
    for (int at = 0; at < from.length; at += channels) {
      System.arraycopy(from, at, to, 2 * at, channels);
      System.arraycopy(from, at, to, 2 * at + channels, channels);
    }
  }

  /** Turns pixels into slopes; of an odd width, the last column has none. */
  private void choose(int covered, int channels) {
    // 1 where a pixel is the largest of its window, else 0; first by columns of two...
    for (int i = 0; i < covered; i++) {
      float isUpper = Math.max(0, 1 - (most[i] - upper[i]) * STEEP);
      float isLower = Math.max(0, 1 - (most[i] - lower[i]) * STEEP);
      upper[i] = isUpper;
      lower[i] = Math.min(isLower, 1 - isUpper);
    }
    // ... then a right column only where the left one has none.
    for (int i = channels; i < covered; i++) {
      float left = isLeft[i - channels] * (upper[i - channels] + lower[i - channels]);
      most[i] = 1 - left;
    }
    for (int i = 0; i < channels; i++) {
      most[i] = 1;
    }
    for (int i = 0; i < covered; i++) {
      float given = most[i] * slopes[i];
      upper[i] *= given;
      lower[i] *= given;
    }
    for (int i = covered; i < upper.length; i++) {
      upper[i] = 0;
      lower[i] = 0;
    }
  }
}
