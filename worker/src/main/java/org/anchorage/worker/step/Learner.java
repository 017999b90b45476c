/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.io.OutputStream;
import org.anchorage.core.seed.Seed;

/**
 * A network with its loss and optimiser, which takes optimiser steps. Its whole state is {@link
 * #parameters()}, {@link #optimiserState()} and {@link #iteration()}: given to another learner of
 * the same settings, they make its next step the same to the bit. A loss with a memory also knows
 * the batches since {@link #forget()}.
 *
 * <p>Not thread-safe. Learners run side by side, each on a thread of its own. They are fastest with
 * one native thread each (OMP_NUM_THREADS=1 in the environment before the JVM starts).
 */
public interface Learner {

  /**
   * Changes the network by one step.
   *
   * @param input the batch; its arrays are read only during the call
   * @param seed of the loss's random choices in this step
   * @return what the step saw
   * @throws IllegalArgumentException if the images have another size than the network's, or the
   *     targets another dimension than the embedding
   * @throws DivergenceException if the loss is not finite; the network is unchanged
   */
  StepResult step(StepInput input, Seed seed);

  /**
   * Forgets the earlier batches that a loss with a memory would compare the next batch with. Every
   * round begins with this call, so its first step knows nothing of the round before.
   */
  void forget();

  /**
   * Returns a copy of the parameters that move, in the engine's flat order. Running means and
   * variances are among them unless they are frozen; the loss's parameters are at the end. {@link
   * Engine#layout} says which is which.
   */
  float[] parameters();

  /**
   * Overwrites the parameters; copies them.
   *
   * @throws IllegalArgumentException if the network has another number of parameters
   */
  void setParameters(float[] values);

  /** Returns a copy of the optimiser's moments; empty for plain gradient descent. */
  float[] optimiserState();

  /**
   * Overwrites the optimiser's moments; copies them. Zeros reset the optimiser.
   *
   * @throws IllegalArgumentException if the optimiser has another number of moments
   */
  void setOptimiserState(float[] values);

  /**
   * Sets the factor on the configured learning rate from now on, as a schedule does; 1 at first.
   * The moments do not change.
   */
  void setRate(double factor);

  /** Returns the number of steps taken; Adam's bias correction needs it. */
  int iteration();

  /** Sets the number of steps taken. */
  void setIteration(int taken);

  /**
   * Writes the parameters and the optimiser's moments, for {@link Engine#readState}.
   *
   * @param out stays open
   * @throws IOException if the stream cannot be written
   */
  void write(OutputStream out) throws IOException;
}
