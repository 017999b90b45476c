/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

import java.util.BitSet;
import org.anchorage.core.config.OuterSettings;

/**
 * Takes the step of a round: from where it started and the mean of where the workers ended to where
 * the next one starts. A pure function; all state is in its arguments. Thread-safe.
 *
 * <p>Each is written as the mean and what goes beyond it, so that one that goes nowhere beyond is
 * the mean to the bit.
 */
public interface OuterOptimiser {

  /**
   * Takes a step.
   *
   * @param start parameters that the round started from
   * @param mean of where the workers ended
   * @param momentum of the step before; empty before the first
   * @param rate what the workers' learning rate was multiplied by in the round, over 0
   */
  OuterStep step(float[] start, float[] mean, float[] momentum, double rate);

  /**
   * Returns the optimiser that the settings describe.
   *
   * @param statistics parameters that are measured and not learnt, such as running means and
   *     variances: their mean is taken as it is, whatever the optimiser
   */
  static OuterOptimiser of(OuterSettings settings, BitSet statistics) {
    return switch (settings.name()) {
      case AVERAGE -> new PlainAverage();
      case SLOWMO ->
          new ExceptStatistics(
              new SlowMo(settings.slowmo().rate(), settings.slowmo().momentum()), statistics);
      case NESTEROV ->
          new ExceptStatistics(
              new NesterovMomentum(settings.nesterov().rate(), settings.nesterov().momentum()),
              statistics);
    };
  }
}
