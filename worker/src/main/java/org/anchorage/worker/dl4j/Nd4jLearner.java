/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.step.DivergenceException;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.anchorage.worker.step.StepSeconds;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a network of this project's layers. It checks the loss and the gradient before a step, so
 * neither can spoil the network. Not thread-safe.
 */
final class Nd4jLearner extends Dl4jLearner {

  private final InputBuffer buffer;
  private Optimiser optimiser;

  /**
   * Takes over a network.
   *
   * @param network as Encoders makes them, with its loss; changed by every step
   * @throws IllegalArgumentException if its output is not a ranking loss
   */
  Nd4jLearner(ComputationGraph network) {
    this(requireLoss(network), InputBuffer.of(network));
  }

  /**
   * Takes over a network, or the part of one that learns.
   *
   * @param network as Encoders makes them, with its loss; changed by every step
   * @param buffer for what its first layers read
   * @throws IllegalArgumentException if its output is not a ranking loss
   */
  Nd4jLearner(ComputationGraph network, InputBuffer buffer) {
    super(new Nd4jEngine(), network);
    this.optimiser = Optimiser.of(network);
    this.buffer = buffer;
  }

  /**
   * {@inheritDoc}
   *
   * @throws DivergenceException if the loss or its gradient is not finite; the network is unchanged
   */
  @Override
  public StepResult step(StepInput input, Seed seed) {
    long began = System.nanoTime();
    ComputationGraph network = network();
    RankingLossPass loss = loss();
    prepare(input, seed);
    network.setInputs(buffer.holding(input.images(), input.size()));
    network.setLabels(column(input.labels()));
    long forward = System.nanoTime();
    network.computeGradientAndScore();
    long computed = System.nanoTime();
    LossResult result = loss.result();
    INDArray slope = network.gradient().gradient();
    // If one value is not finite, the sum of squares is not finite either.
    if (!Double.isFinite(Nd4j.getBlasWrapper().dot(slope, slope))) {
      throw new DivergenceException("the gradient", result.value());
    }
    optimiser.step(iteration());
    setIteration(iteration() + 1);
    StepSeconds seconds =
        new StepSeconds(
            seconds(forward, loss.began()),
            seconds(loss.began(), loss.ended()),
            seconds(loss.ended(), computed),
            seconds(computed, System.nanoTime()),
            seconds(began, forward));
    return new StepResult(
        result.value(), result.tuples(), result.active(), loss.distance(), seconds);
  }

  @Override
  void updaterReplaced() {
    optimiser = Optimiser.of(network());
  }
}
