/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.SeededWeights;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two passes of a convolution, on one thread; some of their values checked by plain loops. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ConvolutionBenchmark {

  private static final int CHECKED = 50;

  /**
   * Side of the window, stride, padding, channels in and out, side of the images, images, and
   * whether their gradient is wanted: both of c2f2, the stem and two of the residual encoder's.
   */
  @Param({
    "5 1 0 1 32 28 128 DROPPED",
    "5 1 0 32 64 12 128 PASSED",
    "3 2 1 3 32 64 32 DROPPED",
    "3 1 1 32 32 32 32 PASSED",
    "3 1 1 128 128 8 32 PASSED"
  })
  public String shape = "";

  private int side;
  private int stride;
  private int padding;
  private int in;
  private int out;
  private int image;
  private int over;
  private LoneLayer layer;
  private INDArray images;
  private INDArray slope;

  /** Makes the layer, and checks both passes. */
  @Setup
  public void prepare() {
    String[] words = shape.split(" ");
    int[] n = new int[words.length - 1];
    for (int i = 0; i < n.length; i++) {
      n[i] = Integer.parseInt(words[i]);
    }
    side = n[0];
    stride = n[1];
    padding = n[2];
    in = n[3];
    out = n[4];
    image = n[5];
    over = (image + 2 * padding - side) / stride + 1;
    InputGradient wanted = InputGradient.valueOf(words[7]);
    Convolution conf =
        new Convolution(
            side, stride, padding, out, Bias.NONE, wanted, new SeededWeights(new Seed(1), 2));
    conf.setNIn(in);
    layer = LoneLayer.of(conf);
    images = LoneLayer.noise(3, n[6], image, image, in);
    slope = LoneLayer.noise(4, n[6], over, over, out);
    check(n[6], wanted);
  }

  private void check(int count, InputGradient wanted) {
    float[] x = HostCopy.read(images);
    float[] g = HostCopy.read(slope);
    float[] w = layer.parameters();
    float[] y = HostCopy.read(layer.forward(images));
    INDArray back = layer.backward(slope);
    float[] gw = layer.gradient();
    SplittableRandom random = new Seed(5).generator();
    for (int i = 0; i < CHECKED; i++) {
      int image0 = random.nextInt(count);
      int row = random.nextInt(over);
      int column = random.nextInt(over);
      int to = random.nextInt(out);
      LoneLayer.require(
          "a value",
          y[((image0 * over + row) * over + column) * out + to],
          value(x, w, image0, row, column, to));
      int from = random.nextInt(in);
      int kernelRow = random.nextInt(side);
      int kernelColumn = random.nextInt(side);
      LoneLayer.require(
          "a weight's gradient",
          gw[((to * in + from) * side + kernelRow) * side + kernelColumn],
          weightSlope(x, g, count, to, from, kernelRow, kernelColumn));
      if (wanted == InputGradient.PASSED) {
        int pixelRow = random.nextInt(image);
        int pixelColumn = random.nextInt(image);
        LoneLayer.require(
            "a pixel's gradient",
            HostCopy.read(back)[((image0 * image + pixelRow) * image + pixelColumn) * in + from],
            pixelSlope(g, w, image0, pixelRow, pixelColumn, from));
      }
    }
  }

  private double value(float[] x, float[] w, int number, int row, int column, int to) {
    double sum = 0;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        for (int from = 0; from < in; from++) {
          sum +=
              pixel(x, number, row * stride + i - padding, column * stride + j - padding, from)
                  * w[((to * in + from) * side + i) * side + j];
        }
      }
    }
    return sum;
  }

  private double pixel(float[] x, int number, int row, int column, int channel) {
    return row < 0 || row >= image || column < 0 || column >= image
        ? 0
        : x[((number * image + row) * image + column) * in + channel];
  }

  private double weightSlope(
      float[] x, float[] g, int count, int to, int from, int kernelRow, int kernelColumn) {
    double sum = 0;
    for (int number = 0; number < count; number++) {
      for (int row = 0; row < over; row++) {
        for (int column = 0; column < over; column++) {
          sum +=
              (double) g[((number * over + row) * over + column) * out + to]
                  * pixel(
                      x,
                      number,
                      row * stride + kernelRow - padding,
                      column * stride + kernelColumn - padding,
                      from);
        }
      }
    }
    return sum;
  }

  private double pixelSlope(
      float[] g, float[] w, int number, int pixelRow, int pixelColumn, int from) {
    double sum = 0;
    for (int row = 0; row < over; row++) {
      for (int column = 0; column < over; column++) {
        int i = pixelRow + padding - row * stride;
        int j = pixelColumn + padding - column * stride;
        if (i >= 0 && i < side && j >= 0 && j < side) {
          for (int to = 0; to < out; to++) {
            sum +=
                (double) g[((number * over + row) * over + column) * out + to]
                    * w[((to * in + from) * side + i) * side + j];
          }
        }
      }
    }
    return sum;
  }

  /** Convolves. */
  @Benchmark
  public void forward() {
    layer.forward(images).close();
  }

  /** Takes the gradients of the weights and, where it is wanted, of the images. */
  @Benchmark
  public void backward() {
    INDArray back = layer.backward(slope);
    if (back != null) {
      back.close();
    }
  }
}
