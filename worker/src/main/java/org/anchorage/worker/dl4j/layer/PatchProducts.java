/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient of a first convolution's weights and bias, as products of the images' patches with
 * the slope: dL/dw(o, c, i, j) is the sum over output pixels of the slope at channel o times the
 * image's pixel under the window's (c, i, j). An image has few channels, so its patches are cheap
 * to lay out in Java. They are taken a few images at a time, while the slope is in the processor's
 * cache. A row of ones among them gives the bias. A convolution with the slope as filter gives the
 * same gradient in twice the time, and not for every stride.
 *
 * <p>CPU only. Keeps its buffers for the next batch. Not thread-safe.
 */
final class PatchProducts {

  /** Floats of patches at a time; with the slope's they fit into a core's own cache. */
  private static final int ROOM = 1 << 17;

  private final Window window;
  private float[] pixels = {};
  private float[] patches = {};
  private @Nullable INDArray columns;
  private @Nullable INDArray products;

  PatchProducts(Window window) {
    this.window = window;
  }

  /**
   * Writes the gradients.
   *
   * @param images N x H x W x C, floats
   * @param slope N x H' x W' x O in 'c' order
   * @param weightSlope O x C x K x K, written over
   * @param biasSlope O values, written over; null without a bias
   */
  void into(INDArray images, INDArray slope, INDArray weightSlope, @Nullable INDArray biasSlope) {
    pixels = HostCopy.read(images, pixels);
    int count = (int) images.size(0);
    int channels = (int) images.size(3);
    Field field = new Field((int) images.size(1), (int) images.size(2), channels);
    int taps = window.side() * window.side() * channels;
    int outputs = (int) slope.size(3);
    int area = (int) (slope.size(1) * slope.size(2));
    int at = Math.max(1, Math.min(count, ROOM / ((taps + 1) * area)));
    INDArray room = columns((taps + 1) * at * area);
    HostFloats roomFloats = new HostFloats(room);
    INDArray rows = slope.reshape('c', (long) count * area, outputs);
    INDArray sums = products(taps + 1, outputs);
    for (int from = 0; from < count; from += at) {
      int now = Math.min(at, count - from);
      int length = now * area;
      lay(field, from, now, area);
      roomFloats.write(0, patches, (taps + 1) * length);
      INDArray block =
          room.get(NDArrayIndex.interval(0, (long) (taps + 1) * length))
              .reshape('c', taps + 1, length);
      long first = (long) from * area;
      INDArray slopes =
          rows.get(NDArrayIndex.interval(first, first + (long) now * area), NDArrayIndex.all());
      Nd4j.gemm(block, slopes, sums, false, false, 1, from == 0 ? 0 : 1);
    }
    spread(HostCopy.read(sums), outputs, channels, weightSlope, biasSlope);
  }

  /** The size of an image. */
  private record Field(int height, int width, int channels) {

    int size() {
      return height * width * channels;
    }
  }

  /** Lays out the patches of some images: a row for each tap of the window, and a row of ones. */
  private void lay(Field field, int from, int count, int area) {
    int side = window.side();
    int length = count * area;
    int row = 0;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        for (int c = 0; c < field.channels(); c++) {
          for (int n = 0; n < count; n++) {
            lay((from + n) * field.size() + c, field, i, j, row * length + n * area);
          }
          row++;
        }
      }
    }
    Arrays.fill(patches, row * length, (row + 1) * length, 1);
  }

  /** Lays out the pixels that one tap sees of one image. */
  private void lay(int image, Field field, int i, int j, int to) {
    int height = (int) window.over(field.height());
    int width = (int) window.over(field.width());
    int channels = field.channels();
    int stride = window.stride();
    // Output columns whose pixel lies inside the image.
    int first = Math.min(width, Math.max(0, ceil(window.before() - j, stride)));
    int last = Math.max(first, Math.min(width, ceil(field.width() + window.before() - j, stride)));
    for (int y = 0; y < height; y++) {
      int line = y * stride + i - window.before();
      int at = to + y * width;
      if (line < 0 || line >= field.height()) {
        Arrays.fill(patches, at, at + width, 0);
        continue;
      }
      Arrays.fill(patches, at, at + first, 0);
      Arrays.fill(patches, at + last, at + width, 0);
      int pixel = image + (line * field.width() + j - window.before()) * channels;
      if (channels == 1 && stride == 1) {
        System.arraycopy(pixels, pixel + first, patches, at + first, last - first);
      } else {
        for (int x = first; x < last; x++) {
          patches[at + x] = pixels[pixel + x * stride * channels];
        }
      }
    }
  }

  private static int ceil(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /** Copies from a row for each tap to weights O x C x K x K. */
  private void spread(
      float[] sums, int outputs, int channels, INDArray weightSlope, @Nullable INDArray biasSlope) {
    int square = window.side() * window.side();
    float[] weights = new float[outputs * channels * square];
    for (int tap = 0; tap < square; tap++) {
      for (int c = 0; c < channels; c++) {
        for (int o = 0; o < outputs; o++) {
          weights[(o * channels + c) * square + tap] = sums[(tap * channels + c) * outputs + o];
        }
      }
    }
    HostCopy.write(weights, weightSlope);
    if (biasSlope != null) {
      int ones = square * channels * outputs;
      HostCopy.write(Arrays.copyOfRange(sums, ones, ones + outputs), biasSlope);
    }
  }

  /** Makes room for this number of floats of patches, on the Java heap and in ND4J's memory. */
  private INDArray columns(int floats) {
    INDArray room = columns;
    if (room == null || room.length() < floats) {
      room = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', floats);
      columns = room;
      patches = new float[floats];
    }
    return room;
  }

  private INDArray products(int rows, int outputs) {
    INDArray room = products;
    if (room == null) {
      room = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, outputs);
      products = room;
    }
    return room;
  }
}
