/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a linear layer y = x W + b with a learnt bias. Takes rows N x D, or images N x H
 * x W x C that it reads as rows of H W C. Parameters are those of DL4J's dense layer: W (D x O,
 * column after column), then b.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class Dense extends FeedForwardLayer {

  /** For JSON. */
  Dense() {}

  /**
   * Describes a linear layer.
   *
   * @param outputs O, length of a result
   * @param weights how weights are drawn
   */
  public Dense(int outputs, IWeightInit weights) {
    setNOut(outputs);
    setWeightInitFn(weights);
    setBiasInit(0);
    setActivationFn(new ActivationIdentity());
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
        .connect(new DensePass(conf, type));
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    setNIn(inputType.arrayElementsPerExample());
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(getNOut());
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return Memory.report(this, inputType);
  }
}
