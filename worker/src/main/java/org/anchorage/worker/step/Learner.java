/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import org.anchorage.core.seed.Seed;

/**
 * A network with its loss and optimiser, which takes optimiser steps. Its whole state is {@link
 * #parameters()}, {@link #optimiserState()} and {@link #iteration()}: given to another learner of
 * the same settings, they make its next step the same to the bit. A loss with a memory also knows
 * the batches since {@link #forget()}.
 *
 * <p>Not thread-safe. Learners run side by side, each on a thread of its own; best with one native
 * thread each (OMP_NUM_THREADS=1 in the environment before the JVM starts).
 */
public interface Learner {

  /**
   * Changes the network by one step.
   *
   * @param input the batch; its arrays are read during the call alone
   * @param seed of what the loss leaves to chance in this step
   * @return what the step saw
   * @throws IllegalArgumentException if the images are not as large as the network's, or the
   *     targets not of the embedding's dimension
   * @throws DivergenceException if the loss is not finite; the network is unchanged
   */
  StepResult step(StepInput input, Seed seed);

  /**
   * Forgets the batches before, which a loss with a memory would compare the next batch with. A
   * round begins so: its first step knows nothing of the round before.
   */
  void forget();

  /**
   * Returns a copy of the parameters in the engine's flat order: running means and variances are
   * among them, and those that the loss learns are at the end.
   */
  float[] parameters();

  /**
   * Overwrites the parameters; copies them.
   *
   * @throws IllegalArgumentException if there are not as many as the network has
   */
  void setParameters(float[] values);

  /** Returns a copy of the optimiser's moments; empty for plain gradient descent. */
  float[] optimiserState();

  /**
   * Overwrites the optimiser's moments; copies them. Zeros reset the optimiser.
   *
   * @throws IllegalArgumentException if there are not as many as the optimiser has
   */
  void setOptimiserState(float[] values);

  /**
   * Sets the factor that the configured learning rate is multiplied by from now on, as a schedule
   * does; 1 at first. The moments stay as they are.
   */
  void setRate(double factor);

  /** Returns the steps taken; Adam corrects its bias by them. */
  int iteration();

  /** Sets the steps taken. */
  void setIteration(int taken);

  /**
   * Returns the places in {@link #parameters()} of those that are measured and not learnt, such as
   * running means and variances. The caller may change the set.
   */
  BitSet statistics();

  /**
   * Writes the parameters and the optimiser's moments, for {@link Engine#readState}.
   *
   * @param out stays open
   * @throws IOException if the stream cannot be written
   */
  void write(OutputStream out) throws IOException;
}
