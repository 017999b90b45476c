/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each positive farther than one margin and each negative nearer than another, both strictly, as
 * pytorch-metric-learning's {@code PairMarginMiner}. Pairs are ordered. With the margins of a
 * contrastive loss it leaves out the pairs that add nothing.
 *
 * @param positive margin in units of the distance; default 0.2
 * @param negative margin in units of the distance; default 0.8
 */
public record PairMarginMiner(double positive, double negative) implements Miner {

  @Override
  public Pairs mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    PairList pairs = new PairList();
    for (int a = 0; a < rows.anchors(); a++) {
      for (int i = 0; i < rows.size(); i++) {
        double distance = distances.between(a, i);
        if (!rows.same(a, i)) {
          if (distance < negative) {
            pairs.addNegative(a, i);
          }
        } else if (i != a && distance > positive) {
          pairs.addPositive(a, i);
        }
      }
    }
    return pairs.pairs();
  }
}
