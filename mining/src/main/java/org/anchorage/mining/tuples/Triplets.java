/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;
import org.anchorage.core.config.miner.BatchHardMinerSettings.Anchors;

/**
 * Triplets of one batch as indices into it: triplet t says that positives[t] (same class) should be
 * nearer to anchors[t] than negatives[t] (another class) is.
 *
 * <p>A positive or negative equal to its anchor means that there is none. It is at distance 0 with
 * zero gradient: see {@link SemiHardMiner} and {@link Anchors#ALL}.
 *
 * @param anchors T indices; kept, not copied, as are the others
 * @param positives T indices
 * @param negatives T indices
 */
public record Triplets(int[] anchors, int[] positives, int[] negatives) implements Tuples {

  public Triplets {
    if (anchors.length != positives.length || anchors.length != negatives.length) {
      throw new IllegalArgumentException(
          anchors.length
              + " anchors, "
              + positives.length
              + " positives and "
              + negatives.length
              + " negatives are not triplets; pass as many of each");
    }
  }

  /** Returns the first {@code count} triplets of longer arrays. */
  static Triplets first(int count, int[] anchors, int[] positives, int[] negatives) {
    return new Triplets(
        Arrays.copyOf(anchors, count),
        Arrays.copyOf(positives, count),
        Arrays.copyOf(negatives, count));
  }

  @Override
  public Triplets triplets() {
    return this;
  }

  @Override
  public Pairs pairs() {
    return new Pairs(anchors, positives, anchors, negatives);
  }

  /** Returns T, the number of triplets. */
  public int count() {
    return anchors.length;
  }
}
