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
 * The gradients of a convolution over small maps with many channels, as products of matrices: the
 * patches of the images are laid out as rows, a pixel of the result each. The slope times the
 * patches is the weights' gradient; the slope times the weights is the patches' gradient, which is
 * then added to the pixels.
 *
 * <p>CPU only. Takes scratch memory from the current workspace. Not thread-safe.
 */
final class MapProducts {

  /** About the floats of patches at a time. */
  private static final int ROOM = 1 << 22;

  private final Window window;
  private final int side;
  private float[] pixels = {};
  private float[] line = {};

  MapProducts(Window window) {
    this.window = window;
    this.side = window.side();
  }

  /** A batch's sizes. */
  private record Sizes(int height, int width, int channels, int over, int overWidth, int outputs) {
    int image() {
      return height * width * channels;
    }

    int area() {
      return over * overWidth;
    }
  }

  /**
   * Writes the gradients.
   *
   * @param images N x H x W x C, floats in 'c' order, as all arrays
   * @param weights O x C x K x K
   * @param slope N x H' x W' x O
   * @param imageSlope null if it is not wanted
   */
  void backward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    Sizes sizes =
        new Sizes(
            (int) images.size(1),
            (int) images.size(2),
            (int) images.size(3),
            (int) slope.size(1),
            (int) slope.size(2),
            (int) slope.size(3));
    int row = side * side * sizes.channels();
    line = line.length == row ? line : new float[row];
    pixels = pixels.length == sizes.image() ? pixels : new float[sizes.image()];
    INDArray byTap = room(sizes.outputs(), row);
    INDArray products = room(sizes.outputs(), row);
    turn(weights, byTap, sizes.channels(), side * side);
    int count = (int) images.size(0);
    int block = Math.max(1, Math.min(count, ROOM / (sizes.area() * row)));
    INDArray all = room((long) block * sizes.area(), row);
    INDArray slopes = slope.reshape('c', (long) count * sizes.area(), sizes.outputs());
    for (int at = 0; at < count; at += block) {
      int now = Math.min(block, count - at);
      INDArray some = part(all, 0, (long) now * sizes.area());
      INDArray given = part(slopes, (long) at * sizes.area(), (long) (at + now) * sizes.area());
      lay(new HostFloats(images), at, now, new HostFloats(some), sizes);
      Nd4j.gemm(given, some, products, true, false, 1, at == 0 ? 0 : 1);
      if (imageSlope != null) {
        Nd4j.gemm(given, byTap, some, false, false, 1, 0);
        add(new HostFloats(some), new HostFloats(imageSlope), at, now, sizes);
      }
    }
    turn(products, weightSlope, side * side, sizes.channels());
  }

  /** Turns each row of a x b values into b x a. */
  private void turn(INDArray from, INDArray to, int a, int b) {
    HostFloats source = new HostFloats(from);
    HostFloats target = new HostFloats(to);
    float[] turned = new float[line.length];
    for (long at = 0; at < source.size(); at += line.length) {
      source.read(at, line, line.length);
      for (int i = 0; i < a; i++) {
        for (int j = 0; j < b; j++) {
          turned[j * a + i] = line[i * b + j];
        }
      }
      target.write(at, turned, turned.length);
    }
  }

  private void lay(HostFloats images, int from, int count, HostFloats rows, Sizes sizes) {
    int channels = sizes.channels();
    long to = 0;
    for (int image = from; image < from + count; image++) {
      images.read((long) image * sizes.image(), pixels, sizes.image());
      for (int pixel = 0; pixel < sizes.area(); pixel++) {
        for (int tap = 0; tap < side * side; tap++) {
          int at = under(pixel, tap, sizes);
          if (at < 0) {
            Arrays.fill(line, tap * channels, (tap + 1) * channels, 0);
          } else {
            System.arraycopy(pixels, at * channels, line, tap * channels, channels);
          }
        }
        rows.write(to, line, line.length);
        to += line.length;
      }
    }
  }

  private void add(HostFloats rows, HostFloats imageSlope, int from, int count, Sizes sizes) {
    int channels = sizes.channels();
    long at = 0;
    for (int image = from; image < from + count; image++) {
      Arrays.fill(pixels, 0);
      for (int pixel = 0; pixel < sizes.area(); pixel++) {
        rows.read(at, line, line.length);
        at += line.length;
        for (int tap = 0; tap < side * side; tap++) {
          int to = under(pixel, tap, sizes);
          if (to >= 0) {
            add(line, tap * channels, pixels, to * channels, channels);
          }
        }
      }
      imageSlope.write((long) image * sizes.image(), pixels, sizes.image());
    }
  }

  private static void add(float[] from, int at, float[] into, int to, int count) {
    for (int i = 0; i < count; i++) {
      into[i + to] += from[i + at];
    }
  }

  /** Returns the pixel of an image under a tap of an output pixel's window; -1 in the padding. */
  private int under(int pixel, int tap, Sizes sizes) {
    int y = pixel / sizes.overWidth() * window.stride() + tap / side - window.before();
    int x = pixel % sizes.overWidth() * window.stride() + tap % side - window.before();
    boolean inside = y >= 0 && y < sizes.height() && x >= 0 && x < sizes.width();
    return inside ? y * sizes.width() + x : -1;
  }

  /** Takes the memory from the caller's workspace: kept ones would add up over the layers. */
  private static INDArray room(long rows, long columns) {
    return Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
  }

  private static INDArray part(INDArray rows, long from, long to) {
    return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }
}
