/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arithmetic of batch normalisation: sums over pixels, and sums of images, by channel. */
sealed interface ChannelArithmetic permits ChannelPasses, ChannelOperations {

  /** Returns the fastest for the memory that arrays lie in. */
  static ChannelArithmetic of(int channels) {
    return Kernels.onHost() ? new ChannelPasses(channels) : new ChannelOperations(channels);
  }

  /**
   * Sums over pixels, one value per channel.
   *
   * @param sums of the values
   * @param products sums of their squares, or of their products with others
   */
  record Sums(double[] sums, double[] products) {}

  /**
   * y = scale (x - origin) + offset, each with one value per channel.
   *
   * @param origin subtracted from x
   * @param scale factor on the difference
   * @param offset added at the end
   */
  record Affine(float[] origin, float[] scale, float[] offset) {}

  /**
   * The slope of a result of x.
   *
   * @param values of the size of x
   * @param rectified affine map of x that was rectified: the slope counts only where this is
   *     positive; null if it counts everywhere
   */
  record Slope(INDArray values, @Nullable Affine rectified) {}

  /** Writes max(y, 0), where y is affine in x. */
  void rectify(INDArray x, Affine y, INDArray result);

  /**
   * Returns the sums of x, and of (x - origin)<sup>2</sup>; the origin has one value per channel.
   */
  Sums ofSquares(INDArray x, float[] origin);

  /** Returns the sums of the slope, and of (x - origin) slope. */
  Sums ofProducts(INDArray x, float[] origin, Slope slope);

  /**
   * Writes ofX (x - origin) + ofSlope slope + offset, each with one value per channel.
   *
   * @param result another array than x and the slope
   */
  void combine(
      INDArray x,
      float[] origin,
      float[] ofX,
      Slope slope,
      float[] ofSlope,
      float[] offset,
      INDArray result);
}
