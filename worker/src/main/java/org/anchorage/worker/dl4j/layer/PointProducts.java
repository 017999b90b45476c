/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution with a window of one pixel, as products of matrices: the pixels' rows with the
 * weights. Its way back is then twice as fast as that of ND4J's convolution. With a stride, the
 * pixels are copied together first. Images are N x H x W x C, results N x H' x W' x O, floats in
 * 'c' order; weights are O x C, or O x C x 1 x 1.
 *
 * <p>Takes scratch memory from the current workspace. Not thread-safe.
 */
final class PointProducts implements UnitProducts {

  /** Floats of results at a time; they fit into a core's own cache. */
  private static final long ROOM = 1 << 18;

  private final int stride;
  private final Subsample subsample;

  PointProducts(int stride) {
    this.stride = stride;
    this.subsample = new Subsample(stride);
  }

  @Override
  public void forward(
      INDArray images,
      INDArray weights,
      @Nullable INDArray bias,
      Activation then,
      INDArray result) {
    INDArray filters = matrix(weights);
    INDArray from = rows(pixels(images, result));
    INDArray to = rows(result);
    long count = to.size(0);
    boolean more = bias != null || then != Activation.NONE;
    long block = more && Kernels.onHost() ? Math.max(64, ROOM / to.size(1)) : count;
    for (long at = 0; at < count; at += block) {
      long end = Math.min(count, at + block);
      INDArray some = part(to, at, end);
      Nd4j.gemm(part(from, at, end), filters, some, false, true, 1, 0);
      if (bias != null) {
        Kernels.addBias(some, bias);
      }
      Activations.apply(some, then);
    }
  }

  @Override
  public void backward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    INDArray slopes = rows(slope);
    Nd4j.gemm(slopes, rows(pixels(images, slope)), matrix(weightSlope), true, false, 1, 0);
    if (imageSlope == null) {
      return;
    }
    if (stride == 1) {
      Nd4j.gemm(slopes, matrix(weights), rows(imageSlope), false, false, 1, 0);
      return;
    }
    INDArray room = room(slope, images.size(3));
    Nd4j.gemm(slopes, matrix(weights), rows(room), false, false, 1, 0);
    subsample.put(room, imageSlope);
  }

  /** Returns the pixels that the windows read. */
  private INDArray pixels(INDArray images, INDArray result) {
    if (stride == 1) {
      return images;
    }
    INDArray room = room(result, images.size(3));
    subsample.take(images, room);
    return room;
  }

  /** Takes the memory from the caller's workspace: kept ones would add up over the layers. */
  private static INDArray room(INDArray result, long channels) {
    long[] shape = {result.size(0), result.size(1), result.size(2), channels};
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
  }

  private static INDArray matrix(INDArray weights) {
    return weights.reshape('c', weights.size(0), weights.size(1));
  }

  private static INDArray rows(INDArray images) {
    long channels = images.size(3);
    return images.reshape('c', images.length() / channels, channels);
  }

  private static INDArray part(INDArray rows, long from, long to) {
    return from == 0 && to == rows.size(0)
        ? rows
        : rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }
}
