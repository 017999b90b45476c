/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.jspecify.annotations.Nullable;
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

  /**
   * y = scale (x - origin) + offset, with a value a channel of each.
   *
   * @param origin of x
   * @param scale of what is left of it
   * @param offset of y
   */
  record Affine(float[] origin, float[] scale, float[] offset) {}

  /**
   * The slope of what came of some x.
   *
   * @param values of the size of x
   * @param rectified what of x was rectified, so that the slope counts where it is positive only;
   *     null where it counts everywhere
   */
  record Slope(INDArray values, @Nullable Affine rectified) {}

  /** Writes max(y, 0) of an affine y of x. */
  void rectify(INDArray x, Affine y, INDArray result);

  /** Returns the sums of x, and of (x - origin)<sup>2</sup>; the origin has a value a channel. */
  Sums ofSquares(INDArray x, float[] origin);

  /** Returns the sums of the slope, and of (x - origin) slope. */
  Sums ofProducts(INDArray x, float[] origin, Slope slope);

  /**
   * Writes ofX (x - origin) + ofSlope slope + offset, each with a value a channel.
   *
   * @param result neither of the images
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
