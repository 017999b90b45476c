/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

import java.util.BitSet;
import org.anchorage.core.config.OuterSettings;

/**
 * Takes the outer step of a round: from the round's start and the mean of its workers' ends to the
 * start of the next round. A pure function; all state is in its arguments. Thread-safe.
 *
 * <p>Each implementation adds to the mean. An optimiser that adds nothing returns the mean to the
 * bit.
 */
public interface OuterOptimiser {

  /**
   * Takes a step.
   *
   * @param start parameters that the round started from
   * @param mean of the workers' ends
   * @param momentum of the step before; empty before the first
   * @param rate factor on the workers' learning rate in the round, over 0
   */
  OuterStep step(float[] start, float[] mean, float[] momentum, double rate);

  /**
   * Returns the optimiser that the settings describe.
   *
   * @param statistics parameters that are measured and not learnt, such as running means and
   *     variances; every optimiser leaves them at their mean
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
