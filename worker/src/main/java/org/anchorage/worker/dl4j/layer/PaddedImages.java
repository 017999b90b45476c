/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies of images with their padding, for paddings that ND4J's operations do not know. */
final class PaddedImages {

  private PaddedImages() {}

  /**
   * Returns a copy of N x H x W x C with the window's padding around it.
   *
   * @param value of the padding
   */
  static INDArray of(INDArray images, Window window, double value) {
    INDArray padded = room(images, window).assign(value);
    inside(padded, images, window).assign(images);
    return padded;
  }

  /** Returns room for images with their padding; the values are arbitrary. */
  static INDArray room(INDArray images, Window window) {
    int more = window.before() + window.after();
    long[] shape = {images.size(0), images.size(1) + more, images.size(2) + more, images.size(3)};
    return Nd4j.createUninitialized(images.dataType(), shape, 'c');
  }

  /** Copies padded images without their padding. */
  static void crop(INDArray padded, Window window, INDArray images) {
    images.assign(inside(padded, images, window));
  }

  private static INDArray inside(INDArray padded, INDArray images, Window window) {
    INDArrayIndex rows = NDArrayIndex.interval(window.before(), window.before() + images.size(1));
    INDArrayIndex columns =
        NDArrayIndex.interval(window.before(), window.before() + images.size(2));
    return padded.get(NDArrayIndex.all(), rows, columns, NDArrayIndex.all());
  }
}
