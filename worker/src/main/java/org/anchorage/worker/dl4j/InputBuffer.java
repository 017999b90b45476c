/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.config.ImageSettings;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.ConvolutionUnit;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Off-heap room for a batch of images, kept for the next batch of the same size. Not thread-safe.
 */
final class InputBuffer {

  private enum Order {
    CHANNELS_LAST,
    CHANNELS_FIRST,
    /** Rows of features, which have no pixels. */
    ROWS
  }

  private final int height;
  private final int width;
  private final int channels;
  private final Order order;
  private float[] turned = {};
  private @Nullable INDArray room;

  private InputBuffer(int height, int width, int channels, Order order) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.order = order;
  }

  /**
   * Returns room for a network's images, channels last.
   *
   * @param network of this project's layers
   */
  static InputBuffer of(ComputationGraph network) {
    if (network.getLayer(0).conf().getLayer() instanceof Convolution first) {
      return new InputBuffer(
          first.height(), first.width(), Math.toIntExact(first.getNIn()), Order.CHANNELS_LAST);
    }
    if (network.getLayer(0).conf().getLayer() instanceof ConvolutionUnit first) {
      return new InputBuffer(
          first.height(), first.width(), Math.toIntExact(first.getNIn()), Order.CHANNELS_LAST);
    }
    throw new IllegalArgumentException(
        "The network does not start with a convolution of this project's; pass one that Encoders"
            + " made");
  }

  /** Returns room for images channels last, or for rows of features. */
  static InputBuffer of(InputType input) {
    return input instanceof InputTypeConvolutional images
        ? new InputBuffer(
            Math.toIntExact(images.getHeight()),
            Math.toIntExact(images.getWidth()),
            Math.toIntExact(images.getChannels()),
            Order.CHANNELS_LAST)
        : new InputBuffer(1, 1, Math.toIntExact(input.arrayElementsPerExample()), Order.ROWS);
  }

  /** Returns room for images that a network reads channels first. */
  static InputBuffer channelsFirst(ImageSettings image) {
    return new InputBuffer(image.height(), image.width(), image.channels(), Order.CHANNELS_FIRST);
  }

  /** Returns the floats of one image. */
  int imageSize() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /**
   * Returns the images off-heap, as the network reads them; valid until the next call.
   *
   * @param images N x H x W x C
   */
  INDArray holding(float[] images, int count) {
    if (images.length != (long) count * imageSize()) {
      throw new IllegalArgumentException(
          count
              + " images of "
              + height
              + " x "
              + width
              + " x "
              + channels
              + " are "
              + (long) count * imageSize()
              + " floats, not "
              + images.length
              + "; pass whole images, row-major");
    }
    INDArray array = room;
    if (array == null || array.size(0) != count) {
      array =
          switch (order) {
            case CHANNELS_LAST ->
                Nd4j.createUninitialized(DataType.FLOAT, count, height, width, channels);
            case CHANNELS_FIRST ->
                Nd4j.createUninitialized(DataType.FLOAT, count, channels, height, width);
            case ROWS -> Nd4j.createUninitialized(DataType.FLOAT, count, channels);
          };
      room = array;
    }
    HostCopy.write(order == Order.CHANNELS_FIRST ? turned(images, count) : images, array);
    return array;
  }

  /** Returns the images channels first; valid until the next call. */
  private float[] turned(float[] images, int count) {
    int pixels = height * width;
    float[] to = turned.length == images.length ? turned : new float[images.length];
    turned = to;
    for (int i = 0; i < count; i++) {
      int image = i * pixels * channels;
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < pixels; p++) {
          to[image + c * pixels + p] = images[image + p * channels + c];
        }
      }
    }
    return to;
  }
}
