/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/**
 * Nesterov momentum on the workers' mean movement, as in DiLoCo (Douillard et al. 2023, arXiv
 * 2311.08105). With d = start - mean: u' = momentum u + d, and next = start - rate (d + momentum
 * u'), as in PyTorch's SGD.
 */
final class NesterovMomentum implements OuterOptimiser {

  private final double rate;
  private final double momentum;

  /** Takes a rate over 0 and a momentum from 0 to below 1. */
  NesterovMomentum(double rate, double momentum) {
    this.rate = rate;
    this.momentum = momentum;
  }

  @Override
  public OuterStep step(float[] start, float[] mean, float[] before, double inner) {
    float[] next = new float[mean.length];
    float[] after = new float[mean.length];
    for (int i = 0; i < next.length; i++) {
      double moved = (double) start[i] - mean[i];
      double velocity = (before.length == 0 ? 0 : momentum * before[i]) + moved;
      next[i] = (float) (mean[i] + (1 - rate) * moved - rate * momentum * velocity);
      after[i] = (float) velocity;
    }
    return new OuterStep(next, after);
  }
}
