/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.Wanted;

/** Finds, for a block of queries, the first right and the first wrong answer, and their ranks. */
record FirstFoundTask(LookedAt looked) implements NeighbourStage.Task<FirstFound> {

  private static final int[] NONE = {};

  @Override
  public int k() {
    return 2;
  }

  @Override
  public FirstFound run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
    Vectors block = base.queries().open().read(from, to);
    int[][] leftOut = new int[to - from][];
    Arrays.setAll(leftOut, query -> looked.leftOut(from + query));
    List<Neighbours> found =
        prepared.search(
            block,
            List.of(
                new Wanted.Listed(1, query -> looked.relevant(from + query)),
                new Wanted.Admitted(
                    1, (query, item) -> isWrong(from + query, item, leftOut[query]))));
    Neighbours right = found.get(0);
    Neighbours wrong = found.get(1);
    Ranks ranks =
        prepared.ranks(
            block,
            query -> right.indices()[query] < 0 ? NONE : new int[] {right.indices()[query]},
            query -> leftOut[query]);
    int[] rank = new int[to - from];
    for (int query = 0; query < rank.length; query++) {
      int start = ranks.starts()[query];
      rank[query] = start < ranks.starts()[query + 1] ? ranks.ranks()[start] : 0;
    }
    return new FirstFound(
        right.indices(), right.squaredDistances(), rank, wrong.indices(), wrong.squaredDistances());
  }

  private boolean isWrong(int query, int item, int[] leftOut) {
    return looked.galleryLabel(item) != looked.queryLabel(query)
        && Arrays.binarySearch(leftOut, item) < 0;
  }
}
