/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Window;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution that reads all channels, by ND4J's operations. Not thread-safe. */
final class FullUnit implements UnitProducts {

  private final Window window;
  private final @Nullable PatchProducts patches;

  /**
   * Describes the convolution.
   *
   * @param first whether its images have few channels and need no gradient
   */
  FullUnit(Window window, boolean first) {
    this.window = window;
    this.patches = first && Kernels.onHost() ? new PatchProducts(Padded.remaining(window)) : null;
  }

  @Override
  public void forward(Pass pass, INDArray weights, @Nullable INDArray bias, INDArray result) {
    INDArray images = Padded.images(window, pass);
    Kernels.convolve(
        bias == null
            ? new INDArray[] {images, weights}
            : new INDArray[] {images, weights, bias.reshape(bias.length())},
        result,
        Padded.remaining(window));
  }

  @Override
  public void backward(
      Pass pass,
      INDArray weights,
      INDArray slope,
      INDArray weightSlope,
      @Nullable INDArray inputSlope) {
    INDArray images = Padded.images(window, pass);
    if (inputSlope == null && patches != null) {
      patches.into(images, slope, weightSlope, null);
      return;
    }
    boolean direct = images == pass.images();
    INDArray imageSlope = inputSlope != null && direct ? inputSlope : pass.room(images.shape());
    Kernels.convolveBackward(
        images, weights, slope, imageSlope, weightSlope, Padded.remaining(window));
    if (inputSlope != null && !direct) {
      Padded.crop(window, imageSlope, inputSlope);
    }
  }
}
