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
 * @param nearestPositives squared distance of each anchor to the nearest other vector of its class;
 *     positive infinity if there is none
 */
public record ClassNeighbours(int[] anchors, Neighbours others, float[] nearestPositives)
    implements Serializable {

  public ClassNeighbours {
    if (others.queries() != anchors.length || nearestPositives.length != anchors.length) {
      throw new IllegalArgumentException(
          anchors.length
              + " anchors have neighbours and a nearest positive each, not "
              + others.queries()
              + " and "
              + nearestPositives.length);
    }
  }
}
