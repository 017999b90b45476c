/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Max pooling against loops, with equal and with negative pixels. */
class TestMapPool {

  @ParameterizedTest
  @CsvSource({
    // side, stride, before, after, height, width, channels
    "3, 2, 1, 1, 8, 8, 16",
    "3, 2, 1, 1, 7, 9, 3",
    "3, 2, 0, 1, 8, 10, 33",
    "3, 2, 0, 1, 7, 8, 5",
    "3, 1, 1, 1, 5, 6, 4",
    "3, 1, 0, 2, 5, 6, 4",
    "2, 2, 0, 0, 7, 6, 4",
  })
  void firstOfTheLargestPixelsIsTaken(
      int side, int stride, int before, int after, int height, int width, int channels) {
    Window window = new Window(side, stride, before, after);
    MapPool pool = new MapPool(window);
    for (int count : new int[] {3, 2}) {
      // Few different values, all of them negative.
      INDArray images = Single.random(count, count, height, width, channels);
      images.muli(2);
      images.assign(Nd4j.math().floor(images)).subi(5);
      long[] shape = {count, window.over(height), window.over(width), channels};
      INDArray slope = Single.random(9, shape);
      INDArray result = Nd4j.create(DataType.FLOAT, shape);
      INDArray imageSlope = images.ulike();

      pool.forward(images, result);
      pool.backward(images, slope, imageSlope);

      check(window, images, slope, result, imageSlope);
    }
  }

  private static void check(
      Window window, INDArray images, INDArray slope, INDArray result, INDArray imageSlope) {
    int height = (int) images.size(1);
    int width = (int) images.size(2);
    int channels = (int) images.size(3);
    float[] x = HostCopy.read(images);
    float[] g = HostCopy.read(slope);
    float[] y = new float[g.length];
    float[] gx = new float[x.length];
    for (int at = 0; at < g.length; at++) {
      int c = at % channels;
      int column = (int) (at / channels % slope.size(2));
      int row = (int) (at / channels / slope.size(2) % slope.size(1));
      int image = (int) (at / channels / slope.size(2) / slope.size(1));
      int best = -1;
      for (int i = 0; i < window.side(); i++) {
        for (int j = 0; j < window.side(); j++) {
          int v = row * window.stride() + i - window.before();
          int u = column * window.stride() + j - window.before();
          int pixel = ((image * height + v) * width + u) * channels + c;
          boolean inside = v >= 0 && v < height && u >= 0 && u < width;
          if (inside && (best < 0 || x[pixel] > x[best])) {
            best = pixel;
          }
        }
      }
      y[at] = x[best];
      gx[best] += g[at];
    }
    assertThat(HostCopy.read(result)).containsExactly(y);
    float[] actual = HostCopy.read(imageSlope);
    for (int i = 0; i < gx.length; i++) {
      assertThat(actual[i]).isCloseTo(gx[i], org.assertj.core.api.Assertions.within(1e-5f));
    }
  }
}
