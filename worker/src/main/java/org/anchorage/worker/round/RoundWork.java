/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.Serializable;
import java.util.Objects;
import org.anchorage.worker.step.StepSeconds;

/**
 * The work that one or more workers did.
 *
 * @param steps optimiser steps taken
 * @param examples images seen
 * @param lossSum sum over the steps of the batch's loss
 * @param tuples pairs or triplets that took part in the losses
 * @param active tuples with a loss over zero
 * @param distanceSum sum over the steps of the mean distance between two embeddings of the batch
 * @param seconds in all
 * @param readSeconds the part of {@code seconds} for reading and augmenting images
 * @param stepSeconds the part of {@code seconds} for steps, divided further
 */
public record RoundWork(
    int steps,
    long examples,
    double lossSum,
    long tuples,
    long active,
    double distanceSum,
    double seconds,
    double readSeconds,
    StepSeconds stepSeconds)
    implements Serializable {

  /** No work. */
  public static final RoundWork NONE = new RoundWork(0, 0, 0, 0, 0, 0, 0);

  public RoundWork {
    // Old checkpoints have no stepSeconds.
    stepSeconds = Objects.requireNonNullElse(stepSeconds, StepSeconds.NONE);
  }

  /** Work of which only the total time is known. */
  public RoundWork(
      int steps,
      long examples,
      double lossSum,
      long tuples,
      long active,
      double distanceSum,
      double seconds) {
    this(steps, examples, lossSum, tuples, active, distanceSum, seconds, 0, StepSeconds.NONE);
  }

  /** Returns the sum of this work and another. */
  public RoundWork plus(RoundWork other) {
    return new RoundWork(
        steps + other.steps,
        examples + other.examples,
        lossSum + other.lossSum,
        tuples + other.tuples,
        active + other.active,
        distanceSum + other.distanceSum,
        seconds + other.seconds,
        readSeconds + other.readSeconds,
        stepSeconds.plus(other.stepSeconds));
  }

  /** Returns the mean loss of a step; 0 without steps. */
  public double meanLoss() {
    return steps == 0 ? 0 : lossSum / steps;
  }

  /** Returns the mean distance between two embeddings of a batch; 0 without steps. */
  public double meanDistance() {
    return steps == 0 ? 0 : distanceSum / steps;
  }

  /** Returns the share of tuples with a loss over zero; 0 without tuples. */
  public double activeShare() {
    return tuples == 0 ? 0 : (double) active / tuples;
  }
}
