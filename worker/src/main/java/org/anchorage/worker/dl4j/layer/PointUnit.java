/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution of 1 x 1 pixel, as a matrix product of all pixels with the weights. With a stride
 * it takes the pixels that the window meets, and multiplies those.
 *
 * @param stride pixels from one window to the next
 */
record PointUnit(int stride) implements UnitProducts {

  @Override
  public void forward(Pass pass, INDArray weights, @Nullable INDArray bias, INDArray result) {
    INDArray to = result.reshape('c', result.length() / result.size(3), result.size(3));
    Nd4j.gemm(rows(met(pass)), matrix(weights), to, false, true, 1, 0);
    if (bias != null) {
      Kernels.addBias(to, bias.reshape(bias.length()));
    }
  }

  @Override
  public void backward(
      Pass pass,
      INDArray weights,
      INDArray slope,
      INDArray weightSlope,
      @Nullable INDArray inputSlope) {
    INDArray slopes = rows(slope);
    Nd4j.gemm(slopes, rows(met(pass)), matrix(weightSlope), true, false, 1, 0);
    if (inputSlope == null) {
      return;
    }
    if (stride == 1) {
      Nd4j.gemm(slopes, matrix(weights), rows(inputSlope), false, false, 1, 0);
      return;
    }
    INDArray met = pass.room(slope.size(0), slope.size(1), slope.size(2), inputSlope.size(3));
    Nd4j.gemm(slopes, matrix(weights), rows(met), false, false, 1, 0);
    inputSlope.assign(0);
    inputSlope.get(steps(inputSlope)).assign(met);
  }

  /** Returns the pixels that the window meets, side by side. */
  private INDArray met(Pass pass) {
    INDArray images = pass.images();
    if (stride == 1) {
      return images;
    }
    INDArray some = images.get(steps(images));
    INDArray room = pass.room(some.shape());
    room.assign(some);
    return room;
  }

  private INDArrayIndex[] steps(INDArray images) {
    return new INDArrayIndex[] {
      NDArrayIndex.all(),
      NDArrayIndex.interval(0, stride, images.size(1)),
      NDArrayIndex.interval(0, stride, images.size(2)),
      NDArrayIndex.all()
    };
  }

  private static INDArray rows(INDArray images) {
    return images.reshape('c', images.length() / images.size(3), images.size(3));
  }

  private static INDArray matrix(INDArray weights) {
    return weights.reshape('c', weights.size(0), weights.size(1));
  }
}
