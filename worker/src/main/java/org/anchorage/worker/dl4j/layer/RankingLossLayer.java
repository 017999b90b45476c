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
 * <p>The loss's own parameters are those of this layer, the last in the network. They have learning
 * rates of their own and no weight decay. A loss that learns nothing leaves the layer without
 * parameters.
 *
 * <p>Java's serialisation and copies of the configuration keep the loss. JSON, and so a saved
 * network, keeps only the shape of the loss's parameters. A saved network embeds as it is, and
 * trains once a loss is {@linkplain #loss(RankingLoss) set}.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class RankingLossLayer extends LossLayer {

  // No getters: JSON must not see these.
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
   * @param seed of the loss's own parameters
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
   * @throws IllegalArgumentException if it learns other parameters than the network has for its
   *     loss
   */
  public void loss(RankingLoss now) {
    List<OwnPart> learnt = now.learntParts().stream().map(OwnPart::of).toList();
    if (!learnt.equals(own)) {
      throw new IllegalArgumentException(
          "The network has parameters for a loss that learns "
              + own
              + ", but this loss learns "
              + learnt
              + "; attach the loss that it was trained with");
    }
    loss = now;
  }

  /**
   * Returns the loss.
   *
   * @throws IllegalStateException if the network was loaded from a file and no loss was set since
   */
  RankingLoss loss() {
    RankingLoss set = loss;
    if (set == null) {
      throw new IllegalStateException(
          "A network loaded from a file has no loss, only embeddings; call Encoders.attach first");
    }
    return set;
  }

  /** Returns the seed of the loss's own parameters. */
  long seed() {
    return seed;
  }

  /** Returns the shape of the loss's own parameters, part by part; empty for most losses. */
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
    // DL4J asks again after every change of the network's rate, so the change reaches this one.
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
