/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each unordered pair of one class with the nearest negative of its lower index. A triplet is kept
 * if it violates the margin: d(a,p) - d(a,n) + margin over 0 (siamese-triplet's {@code
 * HardestNegativeTripletSelector}). On a tie the lower index wins.
 *
 * @param margin in units of the distance, usually the loss's own; default 0.2
 */
public record HardestNegativeMiner(double margin) implements Miner {

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      int n = partners.of(a).nearestNegative(a, distances);
      for (int p = 0; p < partners.positives() && n >= 0; p++) {
        int positive = partners.positive(p);
        if (positive > a && distances.between(a, positive) - distances.between(a, n) + margin > 0) {
          triplets.add(a, positive, n);
        }
      }
    }
    return triplets.triplets();
  }
}
