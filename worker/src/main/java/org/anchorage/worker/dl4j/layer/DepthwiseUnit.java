/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A depthwise convolution, by ND4J's operations.
 *
 * @param window of the convolution
 */
record DepthwiseUnit(Window window) implements UnitProducts {

  @Override
  public void forward(Pass pass, INDArray weights, @Nullable INDArray bias, INDArray result) {
    INDArray images = Padded.images(window, pass);
    Kernels.run(
        "depthwise_conv2d",
        bias == null
            ? new INDArray[] {images, filters(weights)}
            : new INDArray[] {images, filters(weights), bias.reshape(bias.length())},
        new INDArray[] {result},
        Padded.remaining(window).arguments());
  }

  @Override
  public void backward(
      Pass pass,
      INDArray weights,
      INDArray slope,
      INDArray weightSlope,
      @Nullable INDArray inputSlope) {
    INDArray images = Padded.images(window, pass);
    boolean direct = images == pass.images();
    INDArray imageSlope = inputSlope != null && direct ? inputSlope : pass.room(images.shape());
    Kernels.run(
        "depthwise_conv2d_bp",
        new INDArray[] {images, filters(weights), slope},
        new INDArray[] {imageSlope, filters(weightSlope)},
        Padded.remaining(window).arguments());
    if (inputSlope != null && !direct) {
      Padded.crop(window, imageSlope, inputSlope);
    }
  }

  /** ND4J's order: multiplier 1, channels, height, width. */
  private static INDArray filters(INDArray weights) {
    return weights.reshape('c', 1, weights.size(0), weights.size(1), weights.size(2));
  }
}
