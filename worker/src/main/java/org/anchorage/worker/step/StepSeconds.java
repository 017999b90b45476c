/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.Serializable;

/**
 * Where the time of optimiser steps went, in seconds. A GPU computes after a call has returned; its
 * time counts in the part that waits for it.
 *
 * @param forward the network, from images to embeddings
 * @param loss products of the embeddings, mining, the loss and its gradient
 * @param backward the network, from the embeddings' gradient to the parameters'
 * @param optimiser the check of the gradient, and the step itself
 * @param rest copying images and labels to where the network computes
 */
public record StepSeconds(
    double forward, double loss, double backward, double optimiser, double rest)
    implements Serializable {

  /** No time. */
  public static final StepSeconds NONE = new StepSeconds(0, 0, 0, 0, 0);

  /** Returns the time of these steps and others together. */
  public StepSeconds plus(StepSeconds other) {
    return new StepSeconds(
        forward + other.forward,
        loss + other.loss,
        backward + other.backward,
        optimiser + other.optimiser,
        rest + other.rest);
  }

  /** Returns the time of all parts. */
  public double total() {
    return forward + loss + backward + optimiser + rest;
  }
}
