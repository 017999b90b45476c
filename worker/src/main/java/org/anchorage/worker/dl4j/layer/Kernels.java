/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
  private static final int SAME_PADDING = 1;

  private Kernels() {}

  /**
   * A square window that moves over images, with its padding in pixels.
   *
   * @param before rows at the top and columns at the left
   * @param after rows at the bottom and columns at the right
   */
  record Window(int side, int stride, int before, int after) {

    /** Creates a window with the same padding on all sides. */
    Window(int side, int stride, int padding) {
      this(side, stride, padding, padding);
    }

    /** Returns the side of the result for a side of the image. */
    long over(long size) {
      return (size + before + after - side) / stride + 1;
    }

    /** Returns the same window without padding. */
    Window bare() {
      return new Window(side, stride, 0, 0);
    }

    /**
     * Whether ND4J's operations can pad images of this size themselves. If not, copy them by {@link
     * PaddedImages}.
     */
    boolean isKnown(INDArray images) {
      return isEven(images) || isSame(images);
    }

    /** Whether as much padding at the end as at the beginning gives the same windows. */
    private boolean isEven(INDArray images) {
      return isEven(images.size(1)) && isEven(images.size(2));
    }

    private boolean isEven(long size) {
      return over(size) == (size + 2L * before - side) / stride + 1;
    }

    /** Whether this is TensorFlow's SAME padding. */
    private boolean isSame(INDArray images) {
      return isSame(images.size(1)) && isSame(images.size(2));
    }

    private boolean isSame(long size) {
      long result = (size + stride - 1) / stride;
      return over(size) == result && Math.max(0, (result - 1) * stride + side - size) / 2 == before;
    }

    /** Arguments of a convolution, for a window with the same padding on all sides. */
    int[] arguments() {
      return new int[] {
        side,
        side,
        stride,
        stride,
        before,
        before,
        1,
        1,
        EXPLICIT_PADDING,
        CHANNELS_LAST,
        WEIGHTS_OIHW
      };
    }

    private int[] arguments(INDArray images) {
      int mode = isEven(images) ? EXPLICIT_PADDING : SAME_PADDING;
      return new int[] {side, side, stride, stride, before, before, 1, 1, mode};
    }

    private int[] arguments(INDArray images, int... more) {
      if (!isKnown(images)) {
        throw new IllegalArgumentException(
            "ND4J cannot pad images of "
                + images.size(1)
                + " x "
                + images.size(2)
                + " for "
                + this
                + "; copy them by PaddedImages first");
      }
      return IntStream.concat(IntStream.of(arguments(images)), IntStream.of(more)).toArray();
    }
  }

  /** Whether arrays lie in the host's memory, where Java can read and write them in place. */
  static boolean onHost() {
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  static void convolve(INDArray[] imagesWeightsBias, INDArray result, Window window) {
    int[] arguments = window.arguments(imagesWeightsBias[0], CHANNELS_LAST, WEIGHTS_OIHW);
    run("conv2d", imagesWeightsBias, new INDArray[] {result}, arguments);
  }

  /** As {@link #convolve}, of each channel with a window of its own: weights are C x K x K. */
  static void convolveDepthwise(
      INDArray images, INDArray weights, @Nullable INDArray bias, INDArray result, Window window) {
    INDArray byTap = byTap(weights);
    run(
        "depthwise_conv2d",
        bias == null ? new INDArray[] {images, byTap} : new INDArray[] {images, byTap, bias},
        new INDArray[] {result},
        window.arguments(images, CHANNELS_LAST, WEIGHTS_HWIO));
  }

  static void convolveDepthwiseBackward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      INDArray imageSlope,
      INDArray weightSlope,
      Window window) {
    run(
        "depthwise_conv2d_bp",
        new INDArray[] {images, byTap(weights), slope},
        new INDArray[] {imageSlope, byTap(weightSlope)},
        window.arguments(images, CHANNELS_LAST, WEIGHTS_HWIO));
  }

  /**
   * Views C x K x K as K x K x C x 1. With the other order of weights, ND4J leaves oneDNN and takes
   * two hundred times as long.
   */
  private static INDArray byTap(INDArray weights) {
    return weights
        .reshape('c', weights.size(0), 1, weights.size(1), weights.size(2))
        .permute(2, 3, 0, 1);
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
        window.arguments(images, CHANNELS_LAST, WEIGHTS_OIHW));
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
      w.before(),
      w.before(),
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

  /** Maxima of windows; padding is never the largest. */
  static void pool(INDArray images, INDArray result, Window window) {
    int[] arguments = window.arguments(images, 0, CHANNELS_LAST);
    run("maxpool2d", new INDArray[] {images}, new INDArray[] {result}, arguments);
  }

  static void poolBackward(INDArray images, INDArray slope, INDArray imageSlope, Window window) {
    int[] arguments = window.arguments(images, 0, CHANNELS_LAST);
    run("maxpool2d_bp", new INDArray[] {images, slope}, new INDArray[] {imageSlope}, arguments);
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
