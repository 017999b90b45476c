/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * All unordered positive pairs, and as many unordered negative pairs: the closest of the whole
 * batch (siamese-triplet's {@code HardNegativePairSelector}). Ties go to the lower first index of
 * the pair, then to the lower second one. It balances the pairs of a contrastive loss; anchors far
 * from every other class get no negative.
 */
public record ClosestNegativesMiner() implements Miner {

  @Override
  public Pairs mine(Distances distances, Rows rows, Seed seed) {
    Pairs all = new AllPairsMiner(AllPairsMiner.Order.UNORDERED).mine(distances, rows, seed);
    int wanted = all.positives().length;
    int count = all.negatives().length;
    if (wanted >= count) {
      return all;
    }
    PairList pairs = new PairList();
    for (int i = 0; i < wanted; i++) {
      pairs.addPositive(all.positiveAnchors()[i], all.positives()[i]);
    }
    double[] sorted = new double[count];
    Arrays.setAll(sorted, i -> distances.between(all.negativeAnchors()[i], all.negatives()[i]));
    double[] each = sorted.clone();
    Arrays.sort(sorted);
    // Of those exactly as far as the last one taken, only some have room.
    double last = wanted == 0 ? Double.NEGATIVE_INFINITY : sorted[wanted - 1];
    int room = wanted;
    for (int i = 0; i < wanted; i++) {
      room -= sorted[i] < last ? 1 : 0;
    }
    for (int i = 0; i < count; i++) {
      if (each[i] < last || (each[i] == last && room-- > 0)) {
        pairs.addNegative(all.negativeAnchors()[i], all.negatives()[i]);
      }
    }
    return pairs.pairs();
  }
}
