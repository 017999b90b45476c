/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each anchor's negatives that are nearer than its farthest positive, and its positives that are
 * farther than its nearest negative, both by a tolerance (<a
 * href="https://arxiv.org/abs/1904.06627">Wang et al. 2019</a>, multi-similarity mining; the paper
 * takes the cosine). An anchor without a positive or without a negative is left out.
 *
 * @param epsilon how far on the right side of the other kind's extreme still counts, = &epsilon;;
 *     in units of the distance; default 0.1, for the cosine
 */
public record MultiSimilarityMiner(double epsilon) implements Miner {

  @Override
  public Pairs mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    Partners partners = new Partners(rows);
    PairList pairs = new PairList();
    for (int a = 0; a < rows.anchors(); a++) {
      partners.of(a);
      if (partners.positives() == 0 || partners.negatives() == 0) {
        continue;
      }
      double nearest = distances.between(a, partners.nearestNegative(a, distances));
      double farthest = distances.between(a, partners.farthestPositive(a, distances));
      for (int p = 0; p < partners.positives(); p++) {
        if (distances.between(a, partners.positive(p)) + epsilon > nearest) {
          pairs.addPositive(a, partners.positive(p));
        }
      }
      for (int n = 0; n < partners.negatives(); n++) {
        if (distances.between(a, partners.negative(n)) - epsilon < farthest) {
          pairs.addNegative(a, partners.negative(n));
        }
      }
    }
    return pairs.pairs();
  }
}
