/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.RoundSettings;

/**
 * How many steps a round has: a pure function of the settings and of how much of the run is done.
 * So a resumed run cuts its epochs as an undisturbed run does.
 *
 * @param rounds H and its schedule
 * @param rate schedule of the learning rate
 * @param epochs of the whole run, at least 1
 */
public record RoundLengths(RoundSettings rounds, OptimiserSettings.Schedule rate, int epochs) {

  /**
   * Returns the steps of a round; the end of the epoch may cut it short.
   *
   * @param done epochs before its first step, 0 to below the run's; 1.5 is halfway through the
   *     second
   * @return at least 1
   */
  public int at(double done) {
    int steps = rounds.steps();
    return switch (rounds.schedule()) {
      case CONSTANT -> steps;
      case WARM_UP ->
          done < rounds.warmUp() ? 1 + (int) ((steps - 1) * (done / rounds.warmUp())) : steps;
      case POST_LOCAL -> done < rounds.postLocal() * epochs ? 1 : steps;
      case QUADRATIC -> {
        double factor = rate.factor(done / epochs);
        // Converting a double that is too large gives the largest int.
        yield (int) (steps / (factor * factor));
      }
    };
  }
}
