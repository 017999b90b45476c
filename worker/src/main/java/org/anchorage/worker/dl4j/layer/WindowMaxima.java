/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.core.architecture.Layer.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max-pooling of any window, image by image in Java, in loops over channels. Images N x H x W x C
 * in 'c' order. Stateless.
 */
final class WindowMaxima {

  private WindowMaxima() {}

  /** One pixel of an output's window: where it is in the image, and where the output is. */
  private interface Tap {
    void at(int pixel, int output);
  }

  static void into(Window window, INDArray images, INDArray result) {
    int channels = (int) images.size(3);
    float[] x = new float[size(images)];
    float[] y = new float[size(result)];
    for (int n = 0; n < images.size(0); n++) {
      HostCopy.read(images.slice(n), x);
      Arrays.fill(y, Float.NEGATIVE_INFINITY);
      taps(window, images, result, (pixel, output) -> most(x, pixel, y, output, channels));
      HostCopy.write(y, result.slice(n));
    }
  }

  private static void most(float[] x, int pixel, float[] y, int output, int channels) {
    for (int c = 0; c < channels; c++) {
      y[output + c] = Math.max(y[output + c], x[pixel + c]);
    }
  }

  /** Writes the images' slopes; of equal pixels, the first in reading order takes the slope. */
  static void slopes(
      Window window, INDArray images, INDArray pooled, INDArray slope, INDArray imageSlope) {
    int channels = (int) images.size(3);
    float[] x = new float[size(images)];
    float[] y = new float[size(pooled)];
    float[] left = new float[y.length];
    float[] to = new float[x.length];
    for (int n = 0; n < images.size(0); n++) {
      HostCopy.read(images.slice(n), x);
      HostCopy.read(pooled.slice(n), y);
      HostCopy.read(slope.slice(n), left);
      Arrays.fill(to, 0);
      taps(
          window,
          images,
          pooled,
          (pixel, output) -> {
            for (int c = 0; c < channels; c++) {
              float given = x[pixel + c] == y[output + c] ? left[output + c] : 0;
              to[pixel + c] += given;
              left[output + c] -= given;
            }
          });
      HostCopy.write(to, imageSlope.slice(n));
    }
  }

  private static int size(INDArray images) {
    return Math.toIntExact(images.length() / images.size(0));
  }

  /** Calls for every output and every pixel of its window inside the image, in reading order. */
  private static void taps(Window window, INDArray images, INDArray result, Tap tap) {
    int height = (int) images.size(1);
    int width = (int) images.size(2);
    int channels = (int) images.size(3);
    int output = 0;
    for (int y = 0; y < result.size(1); y++) {
      for (int x = 0; x < result.size(2); x++) {
        int top = y * window.stride() - window.before();
        int left = x * window.stride() - window.before();
        for (int i = Math.max(0, top); i < Math.min(height, top + window.side()); i++) {
          for (int j = Math.max(0, left); j < Math.min(width, left + window.side()); j++) {
            tap.at((i * width + j) * channels, output);
          }
        }
        output += channels;
      }
    }
  }
}
