/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import org.anchorage.worker.loss.RankingLoss;

/**
 * A reference loss made ready to be asked.
 *
 * @param loss with the case's parameters
 * @param scale whether rows are divided by their lengths first
 * @param taken which rows of the batch the loss sees, in its order
 * @param ownRows those that the loss has beside the batch's
 * @param numbers that it learns
 */
record LossSetup(RankingLoss loss, Scale scale, int[] taken, double[][] ownRows, double[] numbers) {

  /** How long the rows are that the loss sees. */
  enum Scale {
    AS_STORED,
    UNIT;

    static Scale of(boolean normalise) {
      return normalise ? UNIT : AS_STORED;
    }
  }
}
