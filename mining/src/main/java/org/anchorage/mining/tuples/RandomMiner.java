/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.SplittableRandom;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each ordered pair of one class (anchor, positive) with negatives drawn uniformly and with
 * replacement, by the seed. An anchor without a negative is left out. It is the baseline of mining:
 * gentle and robust to wrong labels, but most of its triplets soon add nothing.
 *
 * @param negatives drawn for each pair, at least 1
 */
public record RandomMiner(int negatives) implements Miner {

  public RandomMiner {
    if (negatives < 1) {
      throw new IllegalArgumentException(
          "Cannot draw " + negatives + " negatives for a pair; draw at least 1");
    }
  }

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    SplittableRandom random = seed.derive("random-triplets").generator();
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      partners.of(a);
      if (partners.negatives() == 0) {
        continue;
      }
      for (int p = 0; p < partners.positives(); p++) {
        for (int draw = 0; draw < negatives; draw++) {
          int n = partners.negative(random.nextInt(partners.negatives()));
          triplets.add(a, partners.positive(p), n);
        }
      }
    }
    return triplets.triplets();
  }
}
