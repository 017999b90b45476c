/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import java.util.Collection;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of the output layer: passes embeddings N x D through, and measures them with a
 * ranking loss against labels N x 1, the class of each.
 *
 * <p>The loss goes along where Java serialises or copies the configuration, and is left out of JSON
 * and so of saved networks: these embed as they are, and train once a loss is {@linkplain
 * #loss(RankingLoss) set}.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class RankingLossLayer extends LossLayer {

  // No getter: JSON shall not see it.
  private @Nullable RankingLoss loss;

  /** For JSON. */
  RankingLossLayer() {}

  /** Describes an output layer with its loss. */
  public RankingLossLayer(RankingLoss loss) {
    this.loss = loss;
    setActivationFn(new ActivationIdentity());
  }

  /** Sets the loss to train with from now on. */
  public void loss(RankingLoss now) {
    loss = now;
  }

  /**
   * Returns the loss.
   *
   * @throws IllegalStateException if the network was saved and loaded, and none was set since
   */
  RankingLoss loss() {
    RankingLoss set = loss;
    if (set == null) {
      throw new IllegalStateException(
          "A network loaded from a file has no loss, only embeddings; call Encoders.attach first");
    }
    return set;
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
        .connect(new RankingLossPass(conf, type));
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    setNIn(inputType.arrayElementsPerExample());
    setNOut(getNIn());
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }
}
