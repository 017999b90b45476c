/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;

/** Turns the rows of a batch into pixels and labels. */
public interface BatchReader {

  /** Returns the floats of one image: height x width x channels. */
  int imageFloats();

  /**
   * Reads a batch, augmented.
   *
   * @param batch which rows
   * @param seed of the augmentation
   * @param images receives B x H x W x C floats in [0, 1]
   * @param labels receives B labels
   */
  void read(Batch batch, Seed seed, float[] images, int[] labels);
}
