/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import java.util.Objects;
import org.anchorage.core.architecture.Layer.Pooling;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of pooling over all pixels: images N x H x W x C to rows N x C. The generalised
 * mean has one parameter, its exponent p, which starts at 3; the others have none.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class GlobalPool extends FeedForwardLayer {

  /** The exponent's key. */
  static final String EXPONENT = "p";

  @JsonProperty private Pooling pooling = Pooling.MAX;

  /** For JSON. */
  GlobalPool() {}

  /** Describes the pooling. */
  public GlobalPool(Pooling pooling) {
    this.pooling = pooling;
    setActivationFn(new ActivationIdentity());
  }

  Pooling pooling() {
    return pooling;
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
        .connect(new GlobalPoolPass(conf, type));
  }

  @Override
  public ParamInitializer initializer() {
    return ExponentParameter.INSTANCE;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    setNIn(images(inputType).getChannels());
    setNOut(getNIn());
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(images(inputType).getChannels());
  }

  private static InputTypeConvolutional images(InputType inputType) {
    if (inputType instanceof InputTypeConvolutional images) {
      return images;
    }
    throw new IllegalStateException(
        "Cannot pool " + inputType + " over pixels; put this layer after a convolution");
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
    return other instanceof GlobalPool that && super.equals(that) && pooling == that.pooling;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), pooling);
  }
}
