/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Every pair, positive and negative. In a batch of P x K images about one pair in P is positive.
 *
 * @param order whether two anchors make one pair or two
 */
public record AllPairsMiner(Order order) implements Miner {

  /** Whether two anchors make one pair or two; an anchor and a reference make one. */
  public enum Order {
    /** One: the lower index is the anchor. */
    UNORDERED,
    /** Two: each is the other's anchor. */
    ORDERED
  }

  @Override
  public Pairs mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    PairList pairs = new PairList();
    for (int a = 0; a < rows.anchors(); a++) {
      for (int i = order == Order.UNORDERED ? a + 1 : 0; i < rows.size(); i++) {
        if (!rows.same(a, i)) {
          pairs.addNegative(a, i);
        } else if (i != a) {
          pairs.addPositive(a, i);
        }
      }
    }
    return pairs.pairs();
  }
}
