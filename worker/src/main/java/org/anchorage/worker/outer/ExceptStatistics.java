/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

import java.util.BitSet;

/**
 * Leaves measured parameters, such as running variances, at their mean. Momentum would carry a
 * running variance past every measured value, and below zero.
 */
final class ExceptStatistics implements OuterOptimiser {

  private final OuterOptimiser optimiser;
  private final BitSet statistics;

  ExceptStatistics(OuterOptimiser optimiser, BitSet statistics) {
    this.optimiser = optimiser;
    this.statistics = (BitSet) statistics.clone();
  }

  @Override
  public OuterStep step(float[] start, float[] mean, float[] momentum, double rate) {
    OuterStep step = optimiser.step(start, mean, momentum, rate);
    for (int i = statistics.nextSetBit(0); i >= 0; i = statistics.nextSetBit(i + 1)) {
      step.parameters()[i] = mean[i];
      step.momentum()[i] = 0;
    }
    return step;
  }
}
