/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native operations behind the layers, with the order of their arguments in one place. Every
 * result is written over an array that the caller made; images are N x H x W x C, weights of
 * convolutions O x C x K x K.
 */
final class Kernels {

  private static final int CHANNELS_FIRST = 0;
  private static final int CHANNELS_LAST = 1;
  private static final int WEIGHTS_HWIO = 0;
  private static final int WEIGHTS_OIHW = 1;
  private static final int EXPLICIT_PADDING = 0;

  private Kernels() {}

  /** A convolution's square window: side, stride and zero padding in pixels. */
  record Window(int side, int stride, int padding) {

    int[] arguments() {
      return new int[] {
        side,
        side,
        stride,
        stride,
        padding,
        padding,
        1,
        1,
        EXPLICIT_PADDING,
        CHANNELS_LAST,
        WEIGHTS_OIHW
      };
    }

    /** Returns the side of the result for a side of the image. */
    long over(long size) {
      return (size + 2L * padding - side) / stride + 1;
    }
  }

  /** Whether arrays lie in the host's memory, where Java can read and write them in place. */
  static boolean onHost() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  static void convolve(INDArray[] imagesWeightsBias, INDArray result, Window window) {
    run("conv2d", imagesWeightsBias, new INDArray[] {result}, window.arguments());
  }

  /** Gradients of images and weights; the bias is left out, because its sum would be slow. */
  static void convolveBackward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      INDArray imageSlope,
      INDArray weightSlope,
      Window window) {
    run(
        "conv2d_bp",
        new INDArray[] {images, weights, slope},
        new INDArray[] {imageSlope, weightSlope},
        window.arguments());
  }

  /**
   * Gradient of the weights alone at stride 1, as a convolution of the images with the slope:
   * channels play the batch, the batch plays the channels. (A larger stride would become a
   * dilation, whose padding ND4J hands to oneDNN wrongly.)
   */
  static void convolveWeights(INDArray images, INDArray slope, INDArray weightSlope, Window w) {
    INDArray byChannel = images.permute(3, 0, 1, 2);
    INDArray filters = slope.permute(1, 2, 0, 3);
    int[] arguments = {
      (int) slope.size(1),
      (int) slope.size(2),
      1,
      1,
      w.padding(),
      w.padding(),
      1,
      1,
      EXPLICIT_PADDING,
      CHANNELS_FIRST,
      WEIGHTS_HWIO
    };
    run(
        "conv2d",
        new INDArray[] {byChannel, filters},
        new INDArray[] {weightSlope.permute(1, 0, 2, 3)},
        arguments);
  }

  /**
   * y = scale (x - mean) / sqrt(variance + epsilon) + offset; all but x have one value per channel.
   */
  static void normalise(
      INDArray x,
      INDArray mean,
      INDArray variance,
      INDArray scale,
      INDArray offset,
      double epsilon,
      INDArray y) {
    Nd4j.exec(
        DynamicCustomOp.builder("batchnorm")
            .addInputs(x, mean, variance, scale, offset)
            .addOutputs(y)
            .addIntegerArguments(1, 1, x.rank() - 1)
            .addFloatingPointArguments(epsilon)
            .build());
  }

  /** Maxima of windows of 2 x 2 side by side: N x H x W x C to N x H/2 x W/2 x C. */
  static void pool(INDArray images, INDArray result) {
    run("maxpool2d", new INDArray[] {images}, new INDArray[] {result}, halves());
  }

  static void poolBackward(INDArray images, INDArray slope, INDArray imageSlope) {
    run("maxpool2d_bp", new INDArray[] {images, slope}, new INDArray[] {imageSlope}, halves());
  }

  private static int[] halves() {
    return new int[] {2, 2, 2, 2, 0, 0, 1, 1, EXPLICIT_PADDING, 0, CHANNELS_LAST};
  }

  /** Means over height and width: N x H x W x C to N x 1 x 1 x C. */
  static void average(INDArray images, INDArray result) {
    run("avgpool2d", new INDArray[] {images}, new INDArray[] {result}, whole(images));
  }

  static void averageBackward(INDArray images, INDArray slope, INDArray imageSlope) {
    run("avgpool2d_bp", new INDArray[] {images, slope}, new INDArray[] {imageSlope}, whole(images));
  }

  private static int[] whole(INDArray images) {
    int height = (int) images.size(1);
    int width = (int) images.size(2);
    return new int[] {height, width, height, width, 0, 0, 1, 1, EXPLICIT_PADDING, 0, CHANNELS_LAST};
  }

  static void addBias(INDArray rows, INDArray bias) {
    run("biasadd", new INDArray[] {rows, bias}, new INDArray[] {rows});
  }

  static void run(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
    Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(arguments)
            .build());
  }
}
