/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Rows;

/** A loss that takes only the first rows of a batch for anchors and the rest for references. */
record WithReferences(RankingLoss loss, int anchors) implements RankingLoss {

  @Override
  public Origin origin() {
    return loss.origin();
  }

  @Override
  public LossResult evaluate(LossInput input) {
    Rows rows = new Rows(input.rows().labels(), anchors);
    return loss.evaluate(new LossInput(input.gram(), rows, input.numbers(), input.seed()));
  }
}
