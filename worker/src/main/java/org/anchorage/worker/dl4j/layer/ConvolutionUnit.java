/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.Collection;
import java.util.Objects;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of a convolution with what follows it, over images N x H x W x C: {@link
 * org.anchorage.core.architecture.Layer.ConvolutionUnit}. The parameters lie in the order of {@link
 * UnitParameters}. Batch normalisation with fixed statistics is folded into the weights at every
 * step, so it costs nothing by pixel; its gradients are those of the unfolded parameters.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class ConvolutionUnit extends FeedForwardLayer {

  @JsonProperty private int side;
  @JsonProperty private int stride;
  @JsonProperty private int before;
  @JsonProperty private int after;
  @JsonProperty private Filters filters = Filters.FULL;
  @JsonProperty private Norm norm = Norm.NONE;
  @JsonProperty private double epsilon;
  @JsonProperty private Activation then = Activation.NONE;
  @JsonProperty private InputGradient inputGradient = InputGradient.PASSED;
  @JsonProperty private int height;
  @JsonProperty private int width;

  /** For JSON. */
  ConvolutionUnit() {}

  /**
   * Describes a convolution and what follows it.
   *
   * @param layer what it computes
   * @param inputGradient whether the layers before it need a gradient
   * @param weights how weights are drawn
   */
  public ConvolutionUnit(
      org.anchorage.core.architecture.Layer.ConvolutionUnit layer,
      InputGradient inputGradient,
      IWeightInit weights) {
    Window window = layer.window();
    this.side = window.side();
    this.stride = window.stride();
    this.before = window.before();
    this.after = window.after();
    this.filters = layer.filters();
    this.norm = layer.norm();
    this.epsilon = layer.epsilon();
    this.then = layer.then();
    this.inputGradient = inputGradient;
    setNOut(layer.channels());
    setWeightInitFn(weights);
    setBiasInit(0);
    setActivationFn(new ActivationIdentity());
  }

  /** Returns the height of the images that come in, in pixels; 0 before the graph is built. */
  public int height() {
    return height;
  }

  /** Returns the width of the images that come in, in pixels; 0 before the graph is built. */
  public int width() {
    return width;
  }

  /** Returns whether a parameter never changes. */
  public boolean isFixed(String key) {
    return norm == Norm.FIXED && (key.equals(GLOBAL_MEAN) || key.equals(GLOBAL_VAR));
  }

  Window window() {
    return new Window(side, stride, before, after);
  }

  Kernels.Window kernelWindow() {
    return new Kernels.Window(side, stride, before, after);
  }

  Filters filters() {
    return filters;
  }

  Norm norm() {
    return norm;
  }

  double epsilon() {
    return epsilon;
  }

  Activation then() {
    return then;
  }

  InputGradient inputGradient() {
    return inputGradient;
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
        .connect(new ConvolutionUnitPass(conf, type));
  }

  @Override
  public ParamInitializer initializer() {
    return UnitParameters.INSTANCE;
  }

  @Override
  public IUpdater getUpdaterByParam(String key) {
    return isFixed(key) ? new NoOp() : super.getUpdaterByParam(key);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    InputTypeConvolutional images = images(inputType);
    if (filters == Filters.DEPTHWISE && images.getChannels() != getNOut()) {
      throw new IllegalStateException(
          "A depthwise convolution of "
              + images.getChannels()
              + " channels cannot make "
              + getNOut()
              + "; give it as many");
    }
    setNIn(images.getChannels());
    height = Math.toIntExact(images.getHeight());
    width = Math.toIntExact(images.getWidth());
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputTypeConvolutional images = images(inputType);
    return InputType.convolutional(
        window().over((int) images.getHeight()),
        window().over((int) images.getWidth()),
        getNOut(),
        CNN2DFormat.NHWC);
  }

  private static InputTypeConvolutional images(InputType inputType) {
    if (inputType instanceof InputTypeConvolutional images) {
      return images;
    }
    throw new IllegalStateException(
        "A convolution cannot read " + inputType + "; put it behind layers that make images");
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return Memory.report(this, inputType);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConvolutionUnit that
        && super.equals(that)
        && window().equals(that.window())
        && filters == that.filters
        && norm == that.norm
        && epsilon == that.epsilon
        && then == that.then
        && inputGradient == that.inputGradient
        && height == that.height
        && width == that.width;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(), window(), filters, norm, epsilon, then, inputGradient, height, width);
  }
}
