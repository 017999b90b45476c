/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
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

/**
 * Configuration of the mean over all pixels: images N x H x W x C to rows N x C.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class GlobalAverage extends NoParamLayer {

  /** Describes a mean over all pixels. */
  public GlobalAverage() {}

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new Wiring(conf, listeners, index, parameters, Wiring.Start.of(initialise))
        .connect(new GlobalAveragePass(conf, type));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    if (!(inputType instanceof InputTypeConvolutional images)) {
      throw new IllegalStateException(
          "Cannot average " + inputType + " over pixels; put this layer after a convolution");
    }
    return InputType.feedForward(images.getChannels());
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
    return other instanceof GlobalAverage that && super.equals(that);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
