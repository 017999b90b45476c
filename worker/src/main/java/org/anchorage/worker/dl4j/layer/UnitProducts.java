/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The products of a {@link ConvolutionUnit}, by what its window looks like. Not thread-safe. */
sealed interface UnitProducts permits PointUnit, DepthwiseUnit, FullUnit {

  /** Returns the fastest products for a convolution. */
  static UnitProducts of(ConvolutionUnit unit) {
    if (unit.filters() == Filters.DEPTHWISE) {
      return new DepthwiseUnit(unit.window());
    }
    if (unit.window().side() == 1 && unit.window().before() + unit.window().after() == 0) {
      return new PointUnit(unit.window().stride());
    }
    return new FullUnit(
        unit.window(), unit.inputGradient() == InputGradient.DROPPED && unit.getNIn() <= 4);
  }

  /**
   * Writes the convolution of images, without the activation.
   *
   * @param bias added to each channel; null for none
   */
  void forward(Pass pass, INDArray weights, @Nullable INDArray bias, INDArray result);

  /**
   * Writes gradients.
   *
   * @param slope of the convolution's result; not changed
   * @param weightSlope written over
   * @param inputSlope written over; null if nobody needs it
   */
  void backward(
      Pass pass,
      INDArray weights,
      INDArray slope,
      INDArray weightSlope,
      @Nullable INDArray inputSlope);

  /**
   * What a pass works with.
   *
   * @param images N x H x W x C in 'c' order
   * @param use which of the workspaces' memory scratch comes from
   */
  record Pass(INDArray images, ArrayType use, LayerWorkspaceMgr workspaces) {

    /** Returns scratch memory that lasts until the pass ends. */
    INDArray room(long... shape) {
      return workspaces.createUninitialized(use, images.dataType(), shape, 'c');
    }
  }
}
