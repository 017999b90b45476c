/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.StepInput;

/**
 * Turns the rows of a batch into the input of a step: pixels, labels, and targets if there are any.
 * Not thread-safe: a reader may fill the same arrays for one batch after another.
 */
@FunctionalInterface
public interface BatchReader {

  /**
   * Reads a batch, augmented.
   *
   * @param batch rows to read
   * @param seed of the augmentation
   * @return the images in the batch's order; the reader owns the arrays, which are valid until the
   *     next call
   */
  StepInput read(Batch batch, Seed seed);
}
