/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a depthwise convolution's images, for any stride: a pixel's is the sum over the
 * windows that cover it of the slope times the weight. Columns that the same taps cover are
 * computed together. CPU only. Keeps its buffers for the next batch. Not thread-safe.
 */
final class DepthwiseInputSlopes {

  private final Window window;
  private final int side;
  private final int stride;
  private final int least;
  private final int shifts;
  private int channels;
  private int width;
  private int columns;
  private float[][] weights = {};
  private float[] strip = {};
  private float[] line = {};
  private final int[] taps;
  private final float[][][] slopes;
  private @Nullable StripRows rows;
  private long[] shape = {};

  DepthwiseInputSlopes(Window window) {
    this.window = window;
    this.side = window.side();
    this.stride = window.stride();
    this.least = Math.floorDiv(window.before() - side + 1, stride);
    this.shifts = Math.floorDiv(stride - 1 + window.before(), stride) - least + 1;
    this.taps = new int[side];
    this.slopes = new float[side][][];
  }

  /**
   * Writes the gradient.
   *
   * @param slope N x H' x W' x C, floats in 'c' order, as all arrays
   * @param weights C x K x K
   * @param imageSlope N x H x W x C, written over
   */
  void into(INDArray slope, INDArray weights, INDArray imageSlope) {
    StripRows given = prepare(slope, imageSlope);
    lay(HostCopy.read(weights));
    HostFloats slopes = new HostFloats(slope);
    HostFloats result = new HostFloats(imageSlope);
    int height = (int) imageSlope.size(1);
    int all = (width + stride - 1) / stride;
    for (int image = 0; image < imageSlope.size(0); image++) {
      for (int x = 0; x < all; x += columns) {
        given.open(slopes, image, x, Math.min(columns, all - x));
        int pixels = Math.min(columns * stride, width - x * stride);
        for (int y = 0; y < height; y++) {
          strip(given, y, (int) slope.size(1), pixels);
          long at = ((long) image * height + y) * width + (long) x * stride;
          result.write(at * channels, line, pixels * channels);
        }
      }
    }
  }

  private StripRows prepare(INDArray slope, INDArray imageSlope) {
    long[] now = {slope.size(1), slope.size(2), imageSlope.size(2), slope.size(3)};
    StripRows room = rows;
    if (room == null || !Arrays.equals(now, shape)) {
      shape = now;
      width = (int) imageSlope.size(2);
      channels = (int) slope.size(3);
      columns = StripProducts.columns((width + stride - 1) / stride, channels);
      weights = new float[side * side][columns * channels];
      strip = new float[columns * channels];
      line = new float[columns * stride * channels];
      int height = (int) slope.size(1);
      int over = (int) slope.size(2);
      room = new StripRows(height, over, channels, 1, -least, shifts, columns, side / stride + 2);
      rows = room;
    }
    return room;
  }

  /** Repeats each tap's weights along a strip. */
  private void lay(float[] values) {
    for (int tap = 0; tap < weights.length; tap++) {
      float[] all = weights[tap];
      for (int c = 0; c < channels; c++) {
        all[c] = values[c * weights.length + tap];
      }
      for (int at = channels; at < all.length; at += channels) {
        System.arraycopy(all, 0, all, at, channels);
      }
    }
  }

  /** Computes a strip of a row of pixels. */
  private void strip(StripRows given, int y, int height, int pixels) {
    int count = cover(given, y, height);
    for (int first = 0; first < Math.min(stride, pixels); first++) {
      int length = ((pixels - 1 - first) / stride + 1) * channels;
      Arrays.fill(strip, 0, length, 0);
      for (int j = (first + window.before()) % stride; j < side; j += stride) {
        add(j, (first + window.before() - j) / stride - least, length, count);
      }
      if (stride == 1) {
        System.arraycopy(strip, 0, line, 0, length);
      } else {
        spread(first, length);
      }
    }
  }

  /** Finds the rows of the slope whose windows cover a row of pixels; returns how many. */
  private int cover(StripRows given, int y, int height) {
    int count = 0;
    for (int i = (y + window.before()) % stride; i < side; i += stride) {
      int row = (y + window.before() - i) / stride;
      if (y + window.before() >= i && row < height) {
        taps[count] = i;
        slopes[count++] = given.row(row);
      }
    }
    return count;
  }

  private void spread(int first, int length) {
    for (int at = 0; at < length; at += channels) {
      System.arraycopy(strip, at, line, first * channels + at * stride, channels);
    }
  }

  private void add(int j, int shift, int length, int count) {
    for (int k = 0; k < count; ) {
      int now = StripProducts.next(count - k);
      float[] a = weights[taps[k] * side + j];
      float[] x = slopes[k][shift];
      if (now == 1) {
        StripProducts.add(strip, a, x, length);
      } else {
        float[] b = weights[taps[k + 1] * side + j];
        float[] y = slopes[k + 1][shift];
        if (now == 2) {
          StripProducts.add(strip, a, b, x, y, length);
        } else {
          float[] c = weights[taps[k + 2] * side + j];
          StripProducts.add(strip, a, b, c, x, y, slopes[k + 2][shift], length);
        }
      }
      k += now;
    }
  }
}
