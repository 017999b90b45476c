/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max pooling with any window. Padding is never the largest. The gradient goes to the first of the
 * largest pixels of a window, row by row, as in PyTorch. Images are N x H x W x C, results N x H' x
 * W' x C, floats in 'c' order. Stateless.
 */
final class MapPool {

  private final Window window;

  MapPool(Window window) {
    this.window = window;
  }

  /** Writes the largest pixel of each window. */
  void forward(INDArray images, INDArray result) {
    if (window.isKnown(images)) {
      Kernels.pool(images, result, window);
    } else {
      Kernels.pool(padded(images), result, window.bare());
    }
  }

  /** Writes the gradient of the images. */
  void backward(INDArray images, INDArray slope, INDArray imageSlope) {
    if (window.isKnown(images)) {
      Kernels.poolBackward(images, slope, imageSlope, window);
    } else {
      INDArray all = PaddedImages.room(images, window);
      Kernels.poolBackward(padded(images), slope, all, window.bare());
      PaddedImages.crop(all, window, imageSlope);
    }
  }

  private INDArray padded(INDArray images) {
    return PaddedImages.of(images, window, Double.NEGATIVE_INFINITY);
  }
}
