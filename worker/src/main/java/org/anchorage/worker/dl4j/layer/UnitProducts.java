/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Filters;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The products of a {@link ConvolutionUnit}, by what its window looks like. Not thread-safe. */
sealed interface UnitProducts {

  /** Returns the fastest products for a convolution. */
  static UnitProducts of(ConvolutionUnit unit) {
    Kernels.Window window = unit.kernelWindow();
    if (unit.filters() == Filters.DEPTHWISE) {
      return new Depthwise(new DepthwiseProducts(window));
    }
    return window.side() == 1 && window.before() + window.after() == 0
        ? new Point(new PointProducts(window.stride()))
        : new Spatial(new SpatialProducts(window));
  }

  /**
   * Writes activation(convolution + bias).
   *
   * @param images N x H x W x C in 'c' order
   * @param bias added to each channel; null for none
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

  /** A window of one pixel. */
  record Point(PointProducts products) implements UnitProducts {

    @Override
    public void forward(
        INDArray images,
        INDArray weights,
        @Nullable INDArray bias,
        Activation then,
        INDArray result) {
      products.forward(images, matrix(weights), bias, then, result);
    }

    @Override
    public void backward(
        INDArray images,
        INDArray weights,
        INDArray slope,
        @Nullable INDArray imageSlope,
        INDArray weightSlope) {
      products.backward(images, matrix(weights), slope, imageSlope, matrix(weightSlope));
    }

    private static INDArray matrix(INDArray weights) {
      return weights.reshape('c', weights.size(0), weights.size(1));
    }
  }

  /** A window for each channel. */
  record Depthwise(DepthwiseProducts products) implements UnitProducts {

    @Override
    public void forward(
        INDArray images,
        INDArray weights,
        @Nullable INDArray bias,
        Activation then,
        INDArray result) {
      products.forward(images, weights, bias, then, result);
    }

    @Override
    public void backward(
        INDArray images,
        INDArray weights,
        INDArray slope,
        @Nullable INDArray imageSlope,
        INDArray weightSlope) {
      products.backward(images, weights, slope, imageSlope, weightSlope);
    }
  }

  /** A window of several pixels over all channels. */
  record Spatial(SpatialProducts products) implements UnitProducts {

    @Override
    public void forward(
        INDArray images,
        INDArray weights,
        @Nullable INDArray bias,
        Activation then,
        INDArray result) {
      products.forward(images, weights, bias, then, result);
    }

    @Override
    public void backward(
        INDArray images,
        INDArray weights,
        INDArray slope,
        @Nullable INDArray imageSlope,
        INDArray weightSlope) {
      products.backward(images, weights, slope, imageSlope, weightSlope);
    }
  }
}
