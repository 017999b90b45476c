/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/** A loss or a gradient is not finite. The message says what to change. */
public final class DivergenceException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * Describes a step that diverged.
   *
   * @param what the value that is not finite, e.g. "the gradient"
   * @param loss the step's loss
   */
  public DivergenceException(String what, double loss) {
    super(
        "Cannot go on: "
            + what
            + " is not finite (loss "
            + loss
            + "), so the step was not taken; lower optimiser.learning-rate, set"
            + " embedding.normalise = true, or check that the images lie in [0, 1]");
  }
}
