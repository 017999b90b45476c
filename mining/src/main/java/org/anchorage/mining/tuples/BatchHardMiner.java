/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.config.miner.BatchHardMinerSettings.Anchors;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each anchor with its farthest positive and its nearest negative (<a
 * href="https://arxiv.org/abs/1703.07737">Hermans, Beyer, Leibe 2017</a>, "batch hard"). On a tie
 * the lower index wins. Takes B<sup>2</sup> steps.
 *
 * <p>The loss learns from the hardest images, hence from wrong labels too. With a hinge it may
 * collapse early in training; the soft margin is gentler.
 *
 * @param which how an anchor without a positive or without a negative counts; a batch of P >= 2
 *     classes x K >= 2 images has none
 */
public record BatchHardMiner(Anchors which) implements Miner {

  /** A miner that leaves incomplete anchors out. */
  public BatchHardMiner() {
    this(Anchors.VALID);
  }

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    int[] labels = rows.labels();
    int size = labels.length;
    int[] anchors = new int[size];
    int[] positives = new int[size];
    int[] negatives = new int[size];
    int count = 0;
    for (int a = 0; a < rows.anchors(); a++) {
      int positive = -1;
      int negative = -1;
      double farthest = -1;
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        double distance = distances.between(a, i);
        if (labels[i] != labels[a]) {
          if (distance < nearest) {
            nearest = distance;
            negative = i;
          }
        } else if (i != a && distance > farthest) {
          farthest = distance;
          positive = i;
        }
      }
      if (which == Anchors.ALL) {
        positive = positive < 0 ? a : positive;
        // Without a negative all rows are positives, and the farthest of these is at hand.
        negative = negative < 0 ? positive : negative;
      }
      if (positive >= 0 && negative >= 0) {
        anchors[count] = a;
        positives[count] = positive;
        negatives[count++] = negative;
      }
    }
    return Triplets.first(count, anchors, positives, negatives);
  }
}
