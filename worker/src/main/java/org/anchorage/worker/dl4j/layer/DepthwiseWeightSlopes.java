/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a depthwise convolution's weights: dL/dw(c, i, j) is the sum over output pixels
 * of the slope times the image's pixel under (i, j). Strips of up to three rows are multiplied at
 * once. ND4J's own operation lays all arrays out anew first, which takes most of its time.
 *
 * <p>Some hundred products are summed in single precision; these sums are added in double
 * precision. CPU only. Keeps its buffers for the next batch. Not thread-safe.
 */
final class DepthwiseWeightSlopes {

  /** Additions to a float before it is added to a double. */
  private static final int RUN = 256;

  private final Window window;
  private final int side;
  private Shape shape = new Shape(0, 0, 0, 0, 0);
  private int columns;
  private float[][] sums = {};
  private float[][] strips = {};
  private double[] totals = {};
  private @Nullable StripRows rows;

  DepthwiseWeightSlopes(Window window) {
    this.window = window;
    this.side = window.side();
  }

  private record Shape(int height, int width, int channels, int overHeight, int overWidth) {}

  /**
   * Writes the gradient.
   *
   * @param images N x H x W x C, floats in 'c' order, as all arrays
   * @param slope N x H' x W' x C
   * @param weightSlope C x K x K, written over
   */
  void into(INDArray images, INDArray slope, INDArray weightSlope) {
    StripRows seen = prepare(images, slope);
    HostFloats pixels = new HostFloats(images);
    HostFloats slopes = new HostFloats(slope);
    int additions = 0;
    for (int image = 0; image < images.size(0); image++) {
      for (int x = 0; x < shape.overWidth(); x += columns) {
        int now = Math.min(columns, shape.overWidth() - x);
        seen.open(pixels, image, x, now);
        for (int y = 0; y < shape.overHeight(); ) {
          int count = StripProducts.next(shape.overHeight() - y);
          read(slopes, image, y, x, count, now);
          add(seen, y, count, now);
          y += count;
          if (++additions % RUN == 0) {
            fold();
          }
        }
      }
    }
    fold();
    write(weightSlope);
  }

  private StripRows prepare(INDArray images, INDArray slope) {
    Shape now =
        new Shape(
            (int) images.size(1),
            (int) images.size(2),
            (int) images.size(3),
            (int) slope.size(1),
            (int) slope.size(2));
    int channels = now.channels();
    StripRows room = rows;
    if (room == null || !now.equals(shape)) {
      shape = now;
      columns = StripProducts.columns(now.overWidth(), channels);
      sums = new float[side * side][columns * channels];
      strips = new float[3][columns * channels];
      totals = new double[side * side * channels];
      int stride = window.stride();
      room =
          new StripRows(
              now.height(),
              now.width(),
              channels,
              stride,
              window.before(),
              side,
              columns,
              2 * stride + side);
      rows = room;
    }
    Arrays.fill(totals, 0);
    return room;
  }

  /** Reads a strip of some rows of the slope. */
  private void read(HostFloats slopes, int image, int y, int x, int count, int now) {
    int channels = shape.channels();
    for (int k = 0; k < count; k++) {
      long row = (long) image * shape.overHeight() + y + k;
      slopes.read((row * shape.overWidth() + x) * channels, strips[k], now * channels);
    }
  }

  /** Adds the products of a strip of some rows. */
  private void add(StripRows rows, int y, int count, int now) {
    int length = now * shape.channels();
    int stride = window.stride();
    for (int i = 0; i < side; i++) {
      int row = y * stride + i - window.before();
      float[][] a = rows.row(row);
      float[][] b = count < 2 ? a : rows.row(row + stride);
      float[][] c = count < 3 ? b : rows.row(row + 2 * stride);
      for (int j = 0; j < side; j++) {
        float[] sum = sums[i * side + j];
        if (count == 3) {
          StripProducts.add(sum, strips[0], strips[1], strips[2], a[j], b[j], c[j], length);
        } else if (count == 2) {
          StripProducts.add(sum, strips[0], strips[1], a[j], b[j], length);
        } else {
          StripProducts.add(sum, strips[0], a[j], length);
        }
      }
    }
  }

  private void fold() {
    int channels = shape.channels();
    for (int tap = 0; tap < sums.length; tap++) {
      float[] sum = sums[tap];
      for (int at = 0; at < sum.length; at += channels) {
        for (int c = 0; c < channels; c++) {
          totals[tap * channels + c] += sum[at + c];
        }
      }
      Arrays.fill(sum, 0);
    }
  }

  private void write(INDArray weightSlope) {
    int channels = shape.channels();
    float[] values = new float[totals.length];
    for (int tap = 0; tap < sums.length; tap++) {
      for (int c = 0; c < channels; c++) {
        values[c * sums.length + tap] = (float) totals[tap * channels + c];
      }
    }
    HostCopy.write(values, weightSlope);
  }
}
