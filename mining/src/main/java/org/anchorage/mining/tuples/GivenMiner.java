/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Always the same tuples, whatever the batch: for pairs and triplets that are known beforehand.
 *
 * @param tuples indices into the batch
 */
public record GivenMiner(Tuples tuples) implements Miner {

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a tuple names a row that the batch does not have, or
   *     an anchor that is not an anchor of the batch
   */
  @Override
  public Tuples mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    Pairs pairs = tuples.pairs();
    check(pairs.positiveAnchors(), rows.anchors(), "anchors");
    check(pairs.negativeAnchors(), rows.anchors(), "anchors");
    check(pairs.positives(), rows.size(), "rows");
    check(pairs.negatives(), rows.size(), "rows");
    return tuples;
  }

  private static void check(int[] indices, int count, String what) {
    for (int index : indices) {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException(
            "The given tuples name row "
                + index
                + " of a batch of "
                + count
                + " "
                + what
                + "; give tuples of this batch");
      }
    }
  }
}
