/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of L2 normalisation: rows x of N x D to x / |x|. A row shorter than 1e-8 has no
 * direction to speak of: it becomes x / 1e-8, so that zero stays zero, and gets no gradient.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class UnitLength extends NoParamLayer {

  /** Describes L2 normalisation. */
  public UnitLength() {}

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new Wiring(conf, listeners, index, parameters, Wiring.Start.of(initialise))
        .connect(new UnitLengthPass(conf, type));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
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
    return other instanceof UnitLength that && super.equals(that);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
