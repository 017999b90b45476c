/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.anchorage.core.architecture.Layer.Window;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of max-pooling of any window over images N x H x W x C. Pixels of padding never are
 * the largest. If several pixels of a window are largest, the first in reading order takes the
 * gradient, as in PyTorch.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class PaddedMaxPool extends NoParamLayer {

  @JsonProperty private int side;
  @JsonProperty private int stride;
  @JsonProperty private int before;
  @JsonProperty private int after;

  /** For JSON. */
  PaddedMaxPool() {}

  /** Describes the pooling. */
  public PaddedMaxPool(Window window) {
    this.side = window.side();
    this.stride = window.stride();
    this.before = window.before();
    this.after = window.after();
  }

  Window window() {
    return new Window(side, stride, before, after);
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
        .connect(new PaddedMaxPoolPass(conf, type));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    if (!(inputType instanceof InputTypeConvolutional images)) {
      throw new IllegalStateException(
          "Cannot pool " + inputType + "; put this layer after a convolution");
    }
    return InputType.convolutional(
        window().over((int) images.getHeight()),
        window().over((int) images.getWidth()),
        images.getChannels(),
        CNN2DFormat.NHWC);
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
    return other instanceof PaddedMaxPool that
        && super.equals(that)
        && window().equals(that.window());
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), window());
  }
}
