/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/**
 * Slow momentum (Wang et al. 2020, arXiv 1910.00643); with rate 1 it is blockwise model-update
 * filtering (BMUF, Chen and Huo 2016). With x the start, y the mean, g the workers' learning rate:
 * u' = momentum u + (x - y) / g, and x' = x - rate g u'. The factor on the learning rate stands for
 * g, because only changes of g matter.
 */
final class SlowMo implements OuterOptimiser {

  private final double rate;
  private final double momentum;

  /** Takes a rate over 0 (the paper's alpha) and a momentum from 0 to below 1 (its beta). */
  SlowMo(double rate, double momentum) {
    this.rate = rate;
    this.momentum = momentum;
  }

  @Override
  public OuterStep step(float[] start, float[] mean, float[] before, double inner) {
    float[] next = new float[mean.length];
    float[] after = new float[mean.length];
    for (int i = 0; i < next.length; i++) {
      double moved = (double) start[i] - mean[i];
      double carried = before.length == 0 ? 0 : momentum * before[i];
      next[i] = (float) (mean[i] + (1 - rate) * moved - rate * inner * carried);
      after[i] = (float) (carried + moved / inner);
    }
    return new OuterStep(next, after);
  }
}
