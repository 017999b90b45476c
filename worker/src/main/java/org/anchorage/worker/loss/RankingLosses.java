/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.LossSettings;

/** From what is written in a configuration to the loss it names. */
public final class RankingLosses {

  private RankingLosses() {}

  /**
   * Returns the loss that the settings describe.
   *
   * @param classes how many there are to train on; a loss that learns a vector for each takes
   *     labels from 0 to below that
   */
  public static RankingLoss of(LossSettings settings, int classes) {
    return settings.accept(new LossFactory(classes));
  }
}
