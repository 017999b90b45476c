/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What batch normalisation asks of images: sums over pixels, and sums of images, by channel. */
sealed interface ChannelArithmetic permits ChannelPasses, ChannelOperations {

  /** Returns the fastest where arrays lie. */
  static ChannelArithmetic of(int channels) {
    return Kernels.onHost() ? new ChannelPasses(channels) : new ChannelOperations(channels);
  }

  /**
   * What was summed over pixels, a value a channel.
   *
   * @param sums of the one
   * @param products of the one with the other
   */
  record Sums(double[] sums, double[] products) {}

  /** Returns the sums of x, and of (x - origin)<sup>2</sup>; the origin has a value a channel. */
  Sums ofSquares(INDArray x, float[] origin);

  /** Returns the sums of the slope, and of (x - origin) slope. */
  Sums ofProducts(INDArray x, float[] origin, INDArray slope);

  /**
   * Writes ofX (x - origin) + ofSlope slope + offset, each with a value a channel.
   *
   * @param result neither of the images
   */
  void combine(
      INDArray x,
      float[] origin,
      float[] ofX,
      INDArray slope,
      float[] ofSlope,
      float[] offset,
      INDArray result);
}
