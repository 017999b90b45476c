/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of a convolution with a square window over images N x H x W x C, linear (the
 * activation is a layer of its own, so that it can come after the pooling). Parameters are those of
 * DL4J's convolution: bias O, then weights O x C x K x K.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class Convolution extends ConvolutionLayer {

  /** Whether the layer adds a learnt offset to each output channel. */
  public enum Bias {
    /** It does. */
    LEARNT,
    /** It does not, as before a batch normalisation. */
    NONE
  }

  /** Whether the layer passes a gradient on to its input. */
  public enum InputGradient {
    /** It does. */
    PASSED,
    /** It does not: its input is the image; saves about a third of the layer's time. */
    DROPPED
  }

  @JsonProperty private InputGradient inputGradient = InputGradient.PASSED;
  @JsonProperty private int height;
  @JsonProperty private int width;

  /** For JSON. */
  Convolution() {}

  /**
   * Describes a convolution.
   *
   * @param side K, height and width of the window in pixels
   * @param stride pixels between windows
   * @param padding pixels of zeros around the image
   * @param channels O, output channels
   * @param weights how weights are drawn
   */
  public Convolution(
      int side,
      int stride,
      int padding,
      int channels,
      Bias bias,
      InputGradient inputGradient,
      IWeightInit weights) {
    super(
        new Builder(new int[] {side, side}, new int[] {stride, stride})
            .padding(padding, padding)
            .convolutionMode(ConvolutionMode.Truncate)
            .dataFormat(CNN2DFormat.NHWC)
            .nOut(channels)
            .hasBias(bias == Bias.LEARNT)
            .biasInit(0)
            .activation(new ActivationIdentity())
            .weightInit(weights));
    this.inputGradient = inputGradient;
  }

  /** Returns the height of the images that come in, in pixels; 0 before the graph is built. */
  public int height() {
    return height;
  }

  /** Returns the width of the images that come in, in pixels; 0 before the graph is built. */
  public int width() {
    return width;
  }

  InputGradient inputGradient() {
    return inputGradient;
  }

  Kernels.Window window() {
    return new Kernels.Window(getKernelSize()[0], getStride()[0], getPadding()[0]);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    if (inputType instanceof InputTypeConvolutional images) {
      height = Math.toIntExact(images.getHeight());
      width = Math.toIntExact(images.getWidth());
    }
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new Wiring(conf, listeners, index, parameters, Wiring.Start.of(initialise))
        .connect(new ConvolutionPass(conf, type));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Convolution that
        && super.equals(that)
        && inputGradient == that.inputGradient
        && height == that.height
        && width == that.width;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), inputGradient, height, width);
  }
}
