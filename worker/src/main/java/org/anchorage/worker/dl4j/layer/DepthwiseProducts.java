/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A depthwise convolution: each channel of the image has a window of its own. Images are N x H x W
 * x C, results N x H' x W' x C, floats in 'c' order; weights are C x K x K.
 *
 * <p>The convolution is ND4J's operation. At stride 1 it also gives the images' gradient, with the
 * weights turned by half a turn. The other gradients are Java's loops. On maps of 14 pixels and
 * more, ND4J's operation takes 1.3 to 2.6 times as long; on maps of 4 pixels it is level. Keeps its
 * buffers for the next batch. Not thread-safe.
 */
final class DepthwiseProducts implements UnitProducts {

  private final Window window;
  private final DepthwiseWeightSlopes weightSlopes;
  private final DepthwiseInputSlopes inputSlopes;
  private @Nullable INDArray turned;

  DepthwiseProducts(Window window) {
    this.window = window;
    this.weightSlopes = new DepthwiseWeightSlopes(window);
    this.inputSlopes = new DepthwiseInputSlopes(window);
  }

  @Override
  public void forward(
      INDArray images,
      INDArray weights,
      @Nullable INDArray bias,
      Activation then,
      INDArray result) {
    if (window.isKnown(images)) {
      ImageBlocks.forEach(
          images,
          result,
          (some, into) -> {
            Kernels.convolveDepthwise(some, weights, bias, into, window);
            Activations.apply(into, then);
          });
    } else {
      INDArray padded = PaddedImages.of(images, window, 0);
      Kernels.convolveDepthwise(padded, weights, bias, result, window.bare());
      Activations.apply(result, then);
    }
  }

  @Override
  public void backward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    if (!Kernels.onHost()) {
      byOperation(images, weights, slope, imageSlope, weightSlope);
      return;
    }
    weightSlopes.into(images, slope, weightSlope);
    if (imageSlope != null) {
      backward(weights, slope, imageSlope);
    }
  }

  private void backward(INDArray weights, INDArray slope, INDArray imageSlope) {
    int most = window.side() - 1;
    Window back = new Window(window.side(), 1, most - window.before(), most - window.after());
    if (window.stride() == 1 && back.before() >= 0 && back.isKnown(slope)) {
      INDArray half = turned(weights);
      ImageBlocks.forEach(
          slope,
          imageSlope,
          (some, into) -> Kernels.convolveDepthwise(some, half, null, into, back));
    } else {
      inputSlopes.into(slope, weights, imageSlope);
    }
  }

  /** Returns the weights turned by half a turn. */
  private INDArray turned(INDArray weights) {
    float[] values = HostCopy.read(weights);
    float[] half = new float[values.length];
    int square = window.side() * window.side();
    for (int at = 0; at < values.length; at += square) {
      for (int tap = 0; tap < square; tap++) {
        half[at + tap] = values[at + square - 1 - tap];
      }
    }
    INDArray room = turned;
    if (room == null || room.length() != half.length) {
      room = Nd4j.createUninitialized(weights.dataType(), weights.shape(), 'c').detach();
      turned = room;
    }
    HostCopy.write(half, room);
    return room;
  }

  private void byOperation(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    boolean known = window.isKnown(images);
    INDArray padded = known ? images : PaddedImages.of(images, window, 0);
    INDArray gradient = known && imageSlope != null ? imageSlope : padded.ulike();
    Kernels.convolveDepthwiseBackward(
        padded, weights, slope, gradient, weightSlope, known ? window : window.bare());
    if (!known && imageSlope != null) {
      PaddedImages.crop(gradient, window, imageSlope);
    }
  }
}
