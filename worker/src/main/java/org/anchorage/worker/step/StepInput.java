/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.util.stream.IntStream;

/**
 * The batch of one step. The arrays are kept, not copied; their owner may fill them again for the
 * next step. A learner reads them only during the step and does not change them.
 *
 * @param rows corpus row of each of the B images
 * @param images B x H x W x C as the architecture's input rule makes them, row-major
 * @param labels class of each image; any ints
 * @param targets rows to compare the images with; {@link Targets#NONE} for none
 */
public record StepInput(int[] rows, float[] images, int[] labels, Targets targets) {

  /**
   * Describes a batch.
   *
   * @throws IllegalArgumentException if the numbers of rows and labels differ
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

  /** Returns a batch of images from outside a corpus; their rows are numbered from 0. */
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
