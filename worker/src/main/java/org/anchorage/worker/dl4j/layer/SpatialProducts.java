/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with any window. Images are N x H x W x C, results N x H' x W' x O, floats in 'c'
 * order; weights are O x C x K x K.
 *
 * <p>If images of few channels need no gradient, that of the weights comes from the images'
 * patches. The gradients of small maps are products of matrices: ND4J's operation takes up to 1.4
 * times as long there. Keeps its buffers for the next batch. Not thread-safe.
 */
final class SpatialProducts implements UnitProducts {

  /** Output pixels of the largest map whose gradients are products of matrices. */
  private static final long SMALL = 64;

  /** As {@link #SMALL}, of a larger stride, at which ND4J's operation is slower. */
  private static final long SMALL_OF_STRIDE = 200;

  /** Channels of a picture, at most. The patches of more do not fit into a core's own cache. */
  private static final long FEW = 4;

  private final Window window;
  private final PatchProducts patches;
  private final MapProducts small;

  SpatialProducts(Window window) {
    this.window = window;
    this.patches = new PatchProducts(window);
    this.small = new MapProducts(window);
  }

  @Override
  public void forward(
      INDArray images,
      INDArray weights,
      @Nullable INDArray bias,
      Activation then,
      INDArray result) {
    boolean known = window.isKnown(images);
    INDArray from = known ? images : PaddedImages.of(images, window, 0);
    INDArray[] arguments =
        bias == null ? new INDArray[] {from, weights} : new INDArray[] {from, weights, bias};
    Kernels.convolve(arguments, result, known ? window : window.bare());
    Activations.apply(result, then);
  }

  @Override
  public void backward(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    if (Kernels.onHost() && imageSlope == null && images.size(3) <= FEW) {
      patches.into(images, slope, weightSlope, null);
    } else if (Kernels.onHost() && isSmall(slope)) {
      small.backward(images, weights, slope, imageSlope, weightSlope);
    } else {
      byOperation(images, weights, slope, imageSlope, weightSlope);
    }
  }

  private boolean isSmall(INDArray slope) {
    long area = slope.size(1) * slope.size(2);
    return area <= (window.stride() == 1 ? SMALL : SMALL_OF_STRIDE);
  }

  private void byOperation(
      INDArray images,
      INDArray weights,
      INDArray slope,
      @Nullable INDArray imageSlope,
      INDArray weightSlope) {
    boolean known = window.isKnown(images);
    INDArray padded = known ? images : PaddedImages.of(images, window, 0);
    INDArray gradient = known && imageSlope != null ? imageSlope : padded.ulike();
    Kernels.convolveBackward(
        padded, weights, slope, gradient, weightSlope, known ? window : window.bare());
    if (!known && imageSlope != null) {
      PaddedImages.crop(gradient, window, imageSlope);
    }
  }
}
