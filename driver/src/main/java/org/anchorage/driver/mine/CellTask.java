/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.config.MineSettings;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cells.CellSearch;
import org.anchorage.mining.cells.Cells;
import org.anchorage.mining.hard.Duplicates;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.NegativeJudge;
import org.anchorage.mining.neighbours.ClassNeighbours;
import org.jspecify.annotations.Nullable;

/**
 * Mines blocks of anchors by cells and writes them. Only their counts come back. It is broadcast
 * once a pass.
 *
 * @param labels of all vectors, in the order in which they were embedded
 * @param cells read once in each executor
 * @param arranged the vectors, cell by cell, L2-normalised
 * @param places of the anchors among these, ascending; null if all are anchors
 */
record CellTask(
    MineSettings settings,
    int[] labels,
    CellFile cells,
    VectorSet arranged,
    CellSearch.Probes probes,
    int @Nullable [] places,
    MinedPass pass)
    implements Serializable {

  /** Returns the counts of a block, which is mined unless it was before. */
  MiningTally mine(int block) {
    MinedBlock finished = pass.open().find(block);
    if (finished != null) {
      return finished.counts();
    }
    int from = pass.layout().first(block);
    try (CellSearch search = search()) {
      int to = pass.layout().end(block);
      ClassNeighbours found =
          places == null
              ? search.find(from, to, k())
              : find(search, Arrays.copyOfRange(places, from, to));
      NegativeJudge judge =
          new NegativeJudge(settings, row -> labels[row], Duplicates.over(settings.duplicates()));
      MinedBlock mined = MinedBlock.of(found.anchors(), judge.judge(from, found));
      pass.open().write(block, mined);
      return mined.counts();
    }
  }

  private ClassNeighbours find(CellSearch search, int[] chosen) {
    Cells all = cells.read().cells();
    int[] anchors = Arrays.stream(chosen).map(place -> all.rows()[place]).toArray();
    int[] own = Arrays.stream(chosen).map(all::labelAt).toArray();
    return search.find(arranged.chosen(chosen).whole(), anchors, own, k());
  }

  /** Opens the search in the JVM that calls it. */
  CellSearch search() {
    CellFile.Content content = cells.read();
    return new CellSearch(content.cells(), content.groups(), arranged.open(), probes);
  }

  /** Returns how many neighbours of other classes are looked for. */
  int k() {
    return Math.min(settings.neighbours(), labels.length - 1);
  }
}
