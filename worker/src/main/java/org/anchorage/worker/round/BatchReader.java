/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.StepInput;

/**
 * Turns the rows of a batch into what a step takes: pixels, labels, and targets where there are
 * any. Not thread-safe: a reader may fill the same arrays for one batch after another.
 */
@FunctionalInterface
public interface BatchReader {

  /**
   * Reads a batch, augmented.
   *
   * @param batch which rows
   * @param seed of the augmentation
   * @return the batch in its order; its arrays are the reader's, and good until the next call
   */
  StepInput read(Batch batch, Seed seed);
}
