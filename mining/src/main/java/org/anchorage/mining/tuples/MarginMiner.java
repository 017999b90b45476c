/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Every triplet whose gap d(a,n) - d(a,p) lies in the range of its kind: <a
 * href="https://arxiv.org/abs/1503.03832">FaceNet</a>'s three kinds by their definition, as
 * pytorch-metric-learning's {@code TripletMarginMiner} takes them. With the loss's own margin,
 * {@link Kind#WITHIN} gives the triplets that a hinge learns from.
 *
 * @param kind which gaps
 * @param margin in units of the distance, zero or more; default 0.2
 */
public record MarginMiner(Kind kind, double margin) implements Miner {

  public MarginMiner {
    if (!(margin >= 0)) {
      throw new IllegalArgumentException(
          "Cannot use a margin of " + margin + "; use 0 or a positive number");
    }
  }

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    double above =
        switch (kind) {
          case WITHIN, HARD -> Double.NEGATIVE_INFINITY;
          case SEMI_HARD -> 0;
          case EASY -> margin;
        };
    double upTo =
        switch (kind) {
          case WITHIN, SEMI_HARD -> margin;
          case HARD -> 0;
          case EASY -> Double.POSITIVE_INFINITY;
        };
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    for (int a = 0; a < rows.anchors(); a++) {
      partners.of(a);
      for (int p = 0; p < partners.positives(); p++) {
        double toPositive = distances.between(a, partners.positive(p));
        for (int n = 0; n < partners.negatives(); n++) {
          double gap = distances.between(a, partners.negative(n)) - toPositive;
          if (gap > above && gap <= upTo) {
            triplets.add(a, partners.positive(p), partners.negative(n));
          }
        }
      }
    }
    return triplets.triplets();
  }
}
