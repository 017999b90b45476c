/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.anchorage.worker.step.StepSeconds;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a network of DL4J's layers with its {@code fit}. Of a step's time it measures only the
 * loss's and the input's share. It does not check the gradient before the step. Not thread-safe.
 */
final class StockLearner extends Dl4jLearner {

  private final InputBuffer buffer;

  /**
   * Takes over a network.
   *
   * @param network as {@link StockNetwork#training} makes them; changed by every step
   * @param buffer for its images
   */
  StockLearner(ComputationGraph network, InputBuffer buffer) {
    super(new StockEngine(), network);
    this.buffer = buffer;
  }

  @Override
  public StepResult step(StepInput input, Seed seed) {
    long began = System.nanoTime();
    RankingLossPass loss = loss();
    prepare(input, seed);
    INDArray images = buffer.holding(input.images(), input.size());
    INDArray labels = column(input.labels());
    long ready = System.nanoTime();
    network().fit(new INDArray[] {images}, new INDArray[] {labels});
    LossResult result = loss.result();
    StepSeconds seconds =
        new StepSeconds(0, seconds(loss.began(), loss.ended()), 0, 0, seconds(began, ready));
    return new StepResult(
        result.value(), result.tuples(), result.active(), loss.distance(), seconds);
  }

  @Override
  void updaterReplaced() {}
}
