/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.TripletLossSettings.Reducer;

/** The arithmetic of a {@link Reducer}: a sum of terms times a weight. */
final class Reduction {

  private static final double TINY = 1e-16;

  private Reduction() {}

  /** Returns the threshold that the value of an active term is over. */
  static double threshold(Reducer reducer) {
    return switch (reducer) {
      case MEAN, MEAN_NON_ZERO -> 0;
      case SUM_OVER_ACTIVE -> TINY;
    };
  }

  /**
   * Returns the weight of each term. It counts as constant in the gradient.
   *
   * @param tuples number of terms
   * @param active number of terms over the threshold
   */
  static double weight(Reducer reducer, long tuples, long active) {
    return switch (reducer) {
      case MEAN -> tuples == 0 ? 0 : 1.0 / tuples;
      case MEAN_NON_ZERO -> active == 0 ? 0 : 1.0 / active;
      case SUM_OVER_ACTIVE -> 1 / (active + TINY);
    };
  }
}
