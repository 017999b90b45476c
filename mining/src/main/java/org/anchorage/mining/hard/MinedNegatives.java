/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;

/**
 * The hard negatives of a block of anchors, nearest first, and their nearest positives.
 *
 * @param from number of the first anchor; the others follow. It is its row, if rows were judged in
 *     their order
 * @param negatives number asked for, for each anchor
 * @param rows anchors x negatives, row-major; -1 where there are fewer
 * @param similarities anchors x negatives: cosine to the anchor; NaN where there are fewer
 * @param ranks anchors x negatives: rank among the anchor's neighbours of other classes, from 0; -1
 *     where there are fewer
 * @param positives row of each anchor's nearest positive; -1 if it is alone in its class
 * @param tally what was kept and what was rejected
 */
public record MinedNegatives(
    int from,
    int negatives,
    int[] rows,
    float[] similarities,
    int[] ranks,
    int[] positives,
    MiningTally tally)
    implements Serializable {

  public MinedNegatives {
    if (negatives < 1
        || rows.length % negatives != 0
        || similarities.length != rows.length
        || ranks.length != rows.length
        || positives.length != rows.length / negatives) {
      throw new IllegalArgumentException(
          rows.length
              + " rows, "
              + similarities.length
              + " similarities and "
              + ranks.length
              + " ranks are not "
              + negatives
              + " for each of "
              + positives.length
              + " anchors");
    }
  }

  /** Returns the number of anchors. */
  public int anchors() {
    return rows.length / negatives;
  }
}
