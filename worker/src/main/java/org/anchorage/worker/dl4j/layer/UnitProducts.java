/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Filters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The products of a {@link ConvolutionUnit}, by what its window looks like. Not thread-safe. */
sealed interface UnitProducts permits DepthwiseProducts, PointProducts, SpatialProducts {

  /** Returns the fastest products for a convolution. */
  static UnitProducts of(ConvolutionUnit unit) {
    Kernels.Window window = unit.kernelWindow();
    if (unit.filters() == Filters.DEPTHWISE) {
      return new DepthwiseProducts(window);
    }
    return window.side() == 1 && window.before() + window.after() == 0
        ? new PointProducts(window.stride())
        : new SpatialProducts(window);
  }

  /**
   * Writes activation(convolution + bias).
   *
   * @param images N x H x W x C, floats in 'c' order
   * @param weights as the products read them
   * @param bias added to each channel, O values; null for none
   */
  void forward(
      INDArray images, INDArray weights, @Nullable INDArray bias, Activation then, INDArray result);

  /**
   * Writes gradients.
   *
   * @param slope of the convolution, before the activation; not changed
   * @param imageSlope written over; null if nobody needs it
   * @param weightSlope written over
   */
  void backward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope);
}
