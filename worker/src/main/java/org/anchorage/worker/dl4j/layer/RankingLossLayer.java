/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of the output layer: passes embeddings N x D through, and measures them with a
 * ranking loss against labels N x 1, the class of each.
 *
 * <p>What the loss learns of its own are parameters of this layer, the last of the network's, at
 * learning rates of their own and without weight decay. A loss that learns nothing leaves the layer
 * without parameters.
 *
 * <p>The loss goes along where Java serialises or copies the configuration, and is left out of JSON
 * and so of saved networks, but for the shape of what it learns: these embed as they are, and train
 * once a loss is {@linkplain #loss(RankingLoss) set}.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class RankingLossLayer extends LossLayer {

  // No getters: JSON shall not see these.
  private @Nullable RankingLoss loss;
  private long seed;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private List<OwnPart> own = List.of();

  /** For JSON. */
  RankingLossLayer() {}

  /**
   * Describes an output layer with its loss.
   *
   * @param seed of what the loss learns
   */
  public RankingLossLayer(RankingLoss loss, Seed seed) {
    this.loss = loss;
    this.seed = seed.value();
    this.own = loss.learntParts().stream().map(OwnPart::of).toList();
    setActivationFn(new ActivationIdentity());
  }

  /** Returns the output layer of a network that only embeds. */
  public static RankingLossLayer withoutLoss() {
    RankingLossLayer layer = new RankingLossLayer();
    layer.setActivationFn(new ActivationIdentity());
    return layer;
  }

  /**
   * Sets the loss to train with from now on.
   *
   * @throws IllegalArgumentException if it learns something else of its own than what the network
   *     has parameters for
   */
  public void loss(RankingLoss now) {
    List<OwnPart> learnt = now.learntParts().stream().map(OwnPart::of).toList();
    if (!learnt.equals(own)) {
      throw new IllegalArgumentException(
          "The network has parameters for a loss that learns "
              + own
              + ", and the loss learns "
              + learnt
              + "; attach the one that it was trained with");
    }
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

  /** Returns the seed of what the loss learns. */
  long seed() {
    return seed;
  }

  /** Returns what the loss learns, part by part; nothing for most losses. */
  List<OwnPart> own() {
    return own;
  }

  @Override
  public ParamInitializer initializer() {
    return own.isEmpty() ? super.initializer() : OwnParameters.INSTANCE;
  }

  /** The network's rule, at a learning rate of the part's own. */
  @Override
  public IUpdater getUpdaterByParam(String key) {
    IUpdater rule = getIUpdater();
    double rate = own.isEmpty() ? 1 : own.get(OwnParameters.part(key)).rate();
    if (rate == 1) {
      return rule;
    }
    // Asked anew after every change of the network's rate, which so reaches this one too.
    IUpdater scaled = rule.clone();
    scaled.setLrAndSchedule(rule.getLearningRate(0, 0) * rate, null);
    return scaled;
  }

  @Override
  public boolean isPretrainParam(String key) {
    return false;
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

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return Memory.report(this, inputType);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RankingLossLayer that && super.equals(that) && own.equals(that.own);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), own);
  }
}
