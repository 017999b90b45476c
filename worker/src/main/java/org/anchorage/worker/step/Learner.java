/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.InputBuffer;
import org.anchorage.worker.dl4j.Optimiser;
import org.anchorage.worker.dl4j.layer.DivergenceException;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.LossResult;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Takes optimiser steps with a network. Its whole state is {@link #parameters()}, {@link
 * #optimiserState()} and {@link #iteration()}: set on another learner of the same configuration,
 * the next step is the same to the bit. A loss with a memory adds the batches since {@link
 * #forget()}.
 *
 * <p>Not thread-safe; learners with networks of their own run side by side, a thread each, best
 * with OMP_NUM_THREADS=1 in the environment before the JVM starts.
 */
public final class Learner {

  private final ComputationGraph network;
  private final RankingLossPass loss;
  private final double configuredRate;
  private Optimiser optimiser;
  private double rate = 1;
  private final InputBuffer buffer;

  /**
   * Takes over a network.
   *
   * @param network as Encoders makes them, with its loss; changed by every step
   * @throws IllegalArgumentException if its output is not a ranking loss
   */
  public Learner(ComputationGraph network) {
    if (!(network.getOutputLayer(0) instanceof RankingLossPass pass)) {
      throw new IllegalArgumentException(
          "Cannot learn with a network whose output is "
              + network.getOutputLayer(0).getClass().getSimpleName()
              + "; pass one that Encoders made");
    }
    this.network = network;
    this.loss = pass;
    this.optimiser = Optimiser.of(network);
    this.configuredRate =
        network.getLearningRate(network.getLayer(0).conf().getLayer().getLayerName());
    this.buffer = InputBuffer.of(network);
  }

  /**
   * Changes the network by one step.
   *
   * @param images B x H x W x C in [0, 1], row-major
   * @param labels class of each of the B images; any ints
   * @param seed of what the loss leaves to chance in this step
   * @return what the step saw
   * @throws IllegalArgumentException if the images are not as many as the labels
   * @throws DivergenceException if the loss or its gradient is not finite; the network is unchanged
   */
  public StepResult step(float[] images, int[] labels, Seed seed) {
    long began = System.nanoTime();
    loss.seed(seed);
    network.setInputs(buffer.holding(images, labels.length));
    network.setLabels(Nd4j.createFromArray(labels).reshape(labels.length, 1));
    long forward = System.nanoTime();
    network.computeGradientAndScore();
    long computed = System.nanoTime();
    LossResult result = loss.result();
    INDArray slope = network.gradient().gradient();
    // Of a sum of squares, a value that is not finite leaves none finite.
    if (!Double.isFinite(Nd4j.getBlasWrapper().dot(slope, slope))) {
      throw new DivergenceException("the gradient", result.value());
    }
    optimiser.step(iteration());
    iteration(iteration() + 1);
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

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  /**
   * Forgets the batches before, which a loss with a memory would compare the next one with: the
   * first step of a round knows nothing of the round before.
   */
  public void forget() {
    loss.forget();
  }

  /**
   * Returns a copy of the parameters, running means and variances included, and at the end what the
   * loss learns of its own.
   */
  public float[] parameters() {
    return HostCopy.read(network.params());
  }

  /**
   * Overwrites the parameters.
   *
   * @throws IllegalArgumentException if there are not as many as the network has
   */
  public void parameters(float[] values) {
    HostCopy.write(values, network.params());
  }

  /** Returns a copy of the optimiser's moments; nothing for plain gradient descent. */
  public float[] optimiserState() {
    INDArray state = state();
    return state == null ? new float[0] : HostCopy.read(state);
  }

  /**
   * Overwrites the optimiser's moments; zeros reset it.
   *
   * @throws IllegalArgumentException if there are not as many as the optimiser has
   */
  public void optimiserState(float[] values) {
    INDArray state = state();
    if (state != null) {
      HostCopy.write(values, state);
    } else if (values.length != 0) {
      throw new IllegalArgumentException(
          "Plain gradient descent has no state, not " + values.length + " values; pass none");
    }
  }

  private @Nullable INDArray state() {
    return network.getUpdater().getStateViewArray();
  }

  /**
   * Sets what the configured learning rate is multiplied by from now on, as a schedule does; the
   * moments stay as they are.
   */
  public void rate(double factor) {
    if (factor != rate) {
      network.setLearningRate(configuredRate * factor);
      // DL4J makes a new updater of the old one's moments.
      optimiser = Optimiser.of(network);
      rate = factor;
    }
  }

  /** Returns the steps taken; Adam corrects its bias by it. */
  public int iteration() {
    return network.getIterationCount();
  }

  /** Sets the steps taken. */
  public void iteration(int taken) {
    network.getConfiguration().setIterationCount(taken);
  }

  /** Returns the network itself, not a copy. */
  public ComputationGraph network() {
    return network;
  }
}
