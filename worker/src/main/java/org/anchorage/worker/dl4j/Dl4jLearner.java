/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The common part of both engines' learners: a graph of DL4J, and its state. */
abstract sealed class Dl4jLearner implements Learner permits Nd4jLearner, StockLearner {

  private final Dl4jEngine engine;
  private final ComputationGraph network;
  private final RankingLossPass loss;
  private final LayerRates rates;
  private double rate = 1;

  /**
   * Takes over a network.
   *
   * @param engine that made it
   * @param network with its loss; changed by every step
   * @throws IllegalArgumentException if its output is not a ranking loss
   */
  Dl4jLearner(Dl4jEngine engine, ComputationGraph network) {
    this.engine = engine;
    this.network = requireLoss(network);
    this.loss = (RankingLossPass) network.getOutputLayer(0);
    this.rates = new LayerRates(network);
  }

  /**
   * Returns the network.
   *
   * @throws IllegalArgumentException if its output is not a ranking loss
   */
  static ComputationGraph requireLoss(ComputationGraph network) {
    if (!(network.getOutputLayer(0) instanceof RankingLossPass)) {
      throw new IllegalArgumentException(
          "Cannot learn with a network whose output is "
              + network.getOutputLayer(0).getClass().getSimpleName()
              + "; pass one that Encoders made");
    }
    return network;
  }

  /** Returns the network itself, not a copy. */
  final ComputationGraph network() {
    return network;
  }

  /** Returns the network's loss. */
  final RankingLossPass loss() {
    return loss;
  }

  /** Tells the loss what it needs beside embeddings and labels. */
  final void prepare(StepInput input, Seed seed) {
    loss.setSeed(seed);
    loss.setTargets(input.targets());
  }

  /** Returns labels as a column. */
  static INDArray column(int[] labels) {
    return Nd4j.createFromArray(labels).reshape(labels.length, 1);
  }

  static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  @Override
  public final void forget() {
    loss.forget();
  }

  @Override
  public final float[] parameters() {
    return engine.movingParameters(network);
  }

  @Override
  public final void setParameters(float[] values) {
    engine.setMovingParameters(values, network);
  }

  @Override
  public final float[] optimiserState() {
    return engine.optimiserState(network);
  }

  @Override
  public final void setOptimiserState(float[] values) {
    engine.setOptimiserState(values, network);
  }

  @Override
  public final void setRate(double factor) {
    if (factor != rate) {
      rates.scale(factor);
      rate = factor;
      updaterReplaced();
    }
  }

  /** Called after DL4J has made a new updater from the old one's moments. */
  abstract void updaterReplaced();

  @Override
  public final int iteration() {
    return network.getIterationCount();
  }

  @Override
  public final void setIteration(int taken) {
    network.getConfiguration().setIterationCount(taken);
  }

  @Override
  public final void write(OutputStream out) throws IOException {
    NetworkFile.write(network, out);
  }
}
