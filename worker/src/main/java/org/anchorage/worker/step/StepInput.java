/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.util.stream.IntStream;

/**
 * The batch of one step. The arrays are kept, not copied: they belong to whoever made the input,
 * who may fill them again for the next step. A learner reads them during the step alone and does
 * not change them.
 *
 * @param rows of the corpus, one for each of the B images
 * @param images B x H x W x C in [0, 1], row-major
 * @param labels class of each image; any ints
 * @param targets rows to compare the images with; {@link Targets#NONE} for none
 */
public record StepInput(int[] rows, float[] images, int[] labels, Targets targets) {

  /**
   * Describes a batch.
   *
   * @throws IllegalArgumentException if rows and labels are not equally many
   */
  public StepInput {
    if (rows.length != labels.length) {
      throw new IllegalArgumentException(
          "A batch has one row and one label for each image, not "
              + rows.length
              + " rows and "
              + labels.length
              + " labels; pass equally many");
    }
  }

  /** Returns a batch of images that are no corpus's: their rows are counted from 0. */
  public static StepInput of(float[] images, int[] labels) {
    return new StepInput(IntStream.range(0, labels.length).toArray(), images, labels, Targets.NONE);
  }

  /** Returns this batch with other targets. */
  public StepInput with(Targets others) {
    return new StepInput(rows, images, labels, others);
  }

  /** Returns B. */
  public int size() {
    return labels.length;
  }
}
