/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a page shows of the embeddings of one or more runs, all through the same images. Immutable.
 *
 * @param images looked at
 * @param evaluated images of the evaluation, from which they were drawn
 * @param lone queries among them without another image of their class
 * @param points whose the points of scatters are
 * @param runs one for each run, in their order
 */
public record Views(int images, int evaluated, int lone, Points points, List<RunViews> runs) {

  public Views {
    runs = List.copyOf(runs);
  }

  static Views of(LookedAt looked, FirstFound first, Shots shots, List<RunViews> runs) {
    int lone = (int) IntStream.range(0, first.queries()).filter(first::isLone).count();
    return new Views(looked.rows().length, looked.evaluated(), lone, shots.points(), runs);
  }
}
