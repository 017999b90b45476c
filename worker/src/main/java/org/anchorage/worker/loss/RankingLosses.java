/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.LossSettings;
import org.anchorage.core.config.TupleLossSettings;

/** From what is written in a configuration to the loss it names. */
public final class RankingLosses {

  private RankingLosses() {}

  /** Returns the loss that the settings describe. */
  public static RankingLoss of(LossSettings settings) {
    if (settings instanceof LossSettings.Triplet triplet) {
      return TupleLosses.of(triplet);
    }
    if (settings instanceof TupleLossSettings tuples) {
      return TupleLosses.of(tuples);
    }
    if (settings instanceof LossSettings.NPairs nPairs) {
      return new NPairsLoss(nPairs.l2());
    }
    throw new IllegalArgumentException(
        "There is no loss for "
            + settings
            + "; add one to org.anchorage.worker.loss and name it in RankingLosses");
  }
}
