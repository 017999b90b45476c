/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prints the milliseconds of backbones' convolutions, forward and backward: a program to run by
 * hand, on one thread. Arguments are kinds: depthwise, point, spatial, stem, pool.
 */
final class ProductTimes {

  private static final double SECONDS = 0.6;

  /** Of the thread, so that other programs disturb less. */
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private ProductTimes() {}

  /** Runs kinds of convolutions. */
  public static void main(String[] kinds) {
    List<String> wanted = List.of(kinds);
    for (int count : new int[] {16, 48}) {
      if (wanted.contains("depthwise")) {
        depthwise(count, 144, 56, 1);
        depthwise(count, 144, 56, 2);
        depthwise(count, 576, 14, 1);
        depthwise(count, 960, 7, 1);
        depthwise(count, 1344, 4, 1);
        depthwise(count, 32, 112, 1);
      }
      if (wanted.contains("point")) {
        point(count, 64, 256, 56, 1);
        point(count, 256, 64, 56, 1);
        point(count, 1344, 224, 7, 1);
        point(count, 224, 1344, 7, 1);
        point(count, 256, 512, 56, 2);
        point(count, 24, 144, 56, 1);
        point(count, 2048, 512, 7, 1);
      }
    }
    if (wanted.contains("spatial")) {
      spatial(64, 56, 1);
      spatial(128, 28, 1);
      spatial(256, 14, 1);
      spatial(512, 7, 1);
      spatial(128, 56, 2);
      spatial(256, 28, 2);
      spatial(512, 14, 2);
    }
    if (wanted.contains("stem")) {
      stem(7, 64, new Window(7, 2, 3));
      stem(3, 32, new Window(3, 2, 1));
      stem(3, 32, new Window(3, 2, 0, 1));
    }
    if (wanted.contains("pool")) {
      pool();
    }
  }

  private static void depthwise(int count, int channels, int size, int stride) {
    Window window = new Window(3, stride, 1);
    int over = (int) window.over(size);
    INDArray images = Single.random(1, count, size, size, channels);
    INDArray weights = Single.random(2, channels, 3, 3);
    INDArray bias = Single.random(3, channels);
    INDArray result = Nd4j.create(DataType.FLOAT, count, over, over, channels);
    INDArray slope = Single.random(4, count, over, over, channels);
    INDArray imageSlope = images.ulike();
    INDArray weightSlope = weights.ulike();
    DepthwiseProducts products = new DepthwiseProducts(window);
    ColumnSums sums = new ColumnSums();
    Activations activations = new Activations();
    INDArray masked = slope.ulike();
    print(
        "dw " + channels + "@" + size + " s" + stride + " B=" + count,
        () -> products.forward(images, weights, bias, Activation.NONE, result),
        () -> products.forward(images, weights, bias, Activation.RECTIFIER_6, result),
        () -> {
          products.backward(images, weights, slope, imageSlope, weightSlope);
          sums.into(slope, bias, 1);
        },
        () -> activations.slope(slope, result, Activation.RECTIFIER_6, masked),
        () -> products.backward(images, weights, slope, null, weightSlope),
        () -> sums.into(slope, bias, 1));
  }

  private static void point(int count, int in, int out, int size, int stride) {
    int over = (size - 1) / stride + 1;
    INDArray images = Single.random(1, count, size, size, in);
    INDArray weights = Single.random(2, out, in);
    INDArray bias = Single.random(3, out);
    INDArray result = Nd4j.create(DataType.FLOAT, count, over, over, out);
    INDArray slope = Single.random(4, count, over, over, out);
    INDArray imageSlope = images.ulike();
    INDArray weightSlope = weights.ulike();
    PointProducts products = new PointProducts(stride);
    ColumnSums sums = new ColumnSums();
    print(
        "pw " + in + ">" + out + "@" + size + " s" + stride + " B=" + count,
        () -> products.forward(images, weights, bias, Activation.NONE, result),
        () -> products.forward(images, weights, bias, Activation.RECTIFIER_6, result),
        () -> {
          products.backward(images, weights, slope, imageSlope, weightSlope);
          sums.into(slope, bias, 1);
        });
  }

  private static void spatial(int channels, int size, int stride) {
    Window window = new Window(3, stride, 1);
    int over = (int) window.over(size);
    INDArray images = Single.random(1, 16, size, size, channels);
    INDArray weights = Single.random(2, channels, channels, 3, 3);
    INDArray bias = Single.random(3, channels);
    INDArray result = Nd4j.create(DataType.FLOAT, 16, over, over, channels);
    INDArray slope = Single.random(4, 16, over, over, channels);
    INDArray imageSlope = images.ulike();
    INDArray weightSlope = weights.ulike();
    SpatialProducts products = new SpatialProducts(window);
    MapProducts small = new MapProducts(window);
    ColumnSums sums = new ColumnSums();
    print(
        "sp " + channels + "@" + size + " s" + stride,
        () -> products.forward(images, weights, bias, Activation.NONE, result),
        () -> {
          Kernels.convolveBackward(images, weights, slope, imageSlope, weightSlope, window);
          sums.into(slope, bias, 1);
        },
        () -> {
          small.backward(images, weights, slope, imageSlope, weightSlope);
          sums.into(slope, bias, 1);
        });
  }

  private static void stem(int side, int out, Window window) {
    int over = (int) window.over(224);
    INDArray images = Single.random(1, 16, 224, 224, 3);
    INDArray weights = Single.random(2, out, 3, side, side);
    INDArray bias = Single.random(3, out);
    INDArray result = Nd4j.create(DataType.FLOAT, 16, over, over, out);
    INDArray slope = Single.random(4, 16, over, over, out);
    INDArray weightSlope = weights.ulike();
    SpatialProducts products = new SpatialProducts(window);
    ColumnSums sums = new ColumnSums();
    print(
        "stem " + window,
        () -> products.forward(images, weights, bias, Activation.NONE, result),
        () -> {
          products.backward(images, weights, slope, null, weightSlope);
          sums.into(slope, bias, 1);
        });
  }

  private static void pool() {
    INDArray images = Single.random(1, 16, 112, 112, 64);
    INDArray result = Nd4j.create(DataType.FLOAT, 16, 56, 56, 64);
    INDArray slope = Single.random(4, 16, 56, 56, 64);
    INDArray imageSlope = images.ulike();
    MapPool pool = new MapPool(new Window(3, 2, 1));
    print(
        "pool 64@112",
        () -> pool.forward(images, result),
        () -> pool.backward(images, slope, imageSlope));
  }

  private static void print(String name, Runnable... contestants) {
    StringBuilder line = new StringBuilder(String.format("%-26s", name));
    for (Runnable contestant : contestants) {
      double[] times = times(contestant);
      line.append(String.format(" %8.2f (%.2f)", times[times.length / 2], times[0]));
    }
    System.out.println(line);
  }

  private static double[] times(Runnable contestant) {
    for (int i = 0; i < 20; i++) {
      contestant.run();
    }
    double[] times = new double[1000];
    long begin = System.nanoTime();
    int count = 0;
    while (count < 3 || (count < times.length && System.nanoTime() - begin < SECONDS * 1e9)) {
      long start = CLOCK.getCurrentThreadCpuTime();
      contestant.run();
      times[count++] = (CLOCK.getCurrentThreadCpuTime() - start) / 1e6;
    }
    times = Arrays.copyOf(times, count);
    Arrays.sort(times);
    return times;
  }
}
