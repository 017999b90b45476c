/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.LossSettings;

/** Makes the loss that a configuration names. */
public final class RankingLosses {

  private RankingLosses() {}

  /**
   * Returns the loss that the settings describe.
   *
   * @param classes number of classes to train on; a loss that learns a vector for each takes labels
   *     from 0 to below this number
   */
  public static RankingLoss of(LossSettings settings, int classes) {
    return settings.accept(new LossFactory(classes));
  }
}
