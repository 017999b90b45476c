/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import org.anchorage.worker.loss.RankingLoss;

/**
 * A reference loss that is ready to be computed.
 *
 * @param loss with the case's parameters
 * @param scale whether rows are divided by their lengths first
 * @param taken which rows of the batch the loss sees, in its order
 * @param ownRows rows that the loss learns
 * @param numbers that the loss learns
 */
record LossSetup(RankingLoss loss, Scale scale, int[] taken, double[][] ownRows, double[] numbers) {

  /** Lengths of the rows that the loss sees. */
  enum Scale {
    AS_STORED,
    UNIT;

    static Scale of(boolean normalise) {
      return normalise ? UNIT : AS_STORED;
    }
  }
}
