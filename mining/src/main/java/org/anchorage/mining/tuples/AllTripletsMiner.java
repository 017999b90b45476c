/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Every triplet: each anchor with each of its positives and each of its negatives. A batch of 256
 * images of ten classes has 1.5 million triplets, 12 bytes each. Most soon add nothing to the loss.
 */
public record AllTripletsMiner() implements Miner {

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      partners.of(a);
      for (int p = 0; p < partners.positives(); p++) {
        for (int n = 0; n < partners.negatives(); n++) {
          triplets.add(a, partners.positive(p), partners.negative(n));
        }
      }
    }
    return triplets.triplets();
  }
}
