/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Off-heap room for a batch of images, kept for the next batch of the same size. */
public final class InputBuffer {

  private final long height;
  private final long width;
  private final long channels;
  private @Nullable INDArray room;

  private InputBuffer(long height, long width, long channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  public static InputBuffer of(ComputationGraph network) {
    if (network.getLayer(0).conf().getLayer() instanceof Convolution first) {
      return new InputBuffer(first.height(), first.width(), first.getNIn());
    }
    throw new IllegalArgumentException(
        "The network does not start with a convolution of this project's; pass one that Encoders"
            + " made");
  }

  /** Returns the floats of one image. */
  public int imageSize() {
    return Math.toIntExact(height * width * channels);
  }

  /** Returns the images off-heap, N x H x W x C; good until the next call. */
  public INDArray holding(float[] images, int count) {
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
      array = Nd4j.createUninitialized(DataType.FLOAT, count, height, width, channels);
      room = array;
    }
    HostCopy.write(images, array);
    return array;
  }
}
