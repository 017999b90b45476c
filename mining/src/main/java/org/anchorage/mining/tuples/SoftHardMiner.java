/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.SplittableRandom;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each anchor with a positive drawn uniformly from those farther than its nearest negative, and a
 * negative drawn uniformly from those nearer than its farthest positive. If there are none, it is
 * drawn from all positives or all negatives (<a href="https://arxiv.org/abs/2002.08473">Roth et al.
 * 2020</a>, "softhard"). An anchor without a positive or without a negative is left out. Takes
 * B<sup>2</sup> steps.
 *
 * <p>{@link BatchHardMiner} takes the extremes, and wrong labels come first among them. This miner
 * draws from everything on the wrong side: as hard, and far less prone to collapse.
 */
public record SoftHardMiner() implements Miner {

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    SplittableRandom random = seed.derive("soft-hard").generator();
    Partners partners = new Partners(rows);
    int[] hard = new int[rows.size()];
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      partners.of(a);
      if (partners.positives() == 0 || partners.negatives() == 0) {
        continue;
      }
      double nearest = distances.between(a, partners.nearestNegative(a, distances));
      double farthest = distances.between(a, partners.farthestPositive(a, distances));
      int count = 0;
      for (int k = 0; k < partners.positives(); k++) {
        if (distances.between(a, partners.positive(k)) > nearest) {
          hard[count++] = partners.positive(k);
        }
      }
      int positive =
          count > 0
              ? hard[random.nextInt(count)]
              : partners.positive(random.nextInt(partners.positives()));
      count = 0;
      for (int k = 0; k < partners.negatives(); k++) {
        if (distances.between(a, partners.negative(k)) < farthest) {
          hard[count++] = partners.negative(k);
        }
      }
      int negative =
          count > 0
              ? hard[random.nextInt(count)]
              : partners.negative(random.nextInt(partners.negatives()));
      triplets.add(a, positive, negative);
    }
    return triplets.triplets();
  }
}
