/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.io.Serializable;
import org.anchorage.core.vectors.Neighbours;

/**
 * What a search found for some anchors: their neighbours of other classes, and their nearest
 * positives. Any search may have found them.
 *
 * @param anchors rows of the anchors
 * @param others neighbours of other classes, by their rows
 * @param positives the nearest other vector of each anchor's class, by its row; k is 1
 */
public record ClassNeighbours(int[] anchors, Neighbours others, Neighbours positives)
    implements Serializable {

  public ClassNeighbours {
    if (others.queries() != anchors.length
        || positives.k() != 1
        || positives.queries() != anchors.length) {
      throw new IllegalArgumentException(
          anchors.length
              + " anchors have neighbours and a nearest positive each, not "
              + others.queries()
              + " and "
              + positives.indices().length);
    }
  }

  /**
   * Returns the squared distance of each anchor to its nearest positive; positive infinity if there
   * is none.
   */
  public float[] nearestPositives() {
    return positives.squaredDistances();
  }
}
