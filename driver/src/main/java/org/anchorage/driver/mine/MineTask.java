/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.hard.Duplicates;
import org.anchorage.mining.hard.HardNegativeMiner;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.jspecify.annotations.Nullable;

/**
 * Mines blocks of anchors and writes them. Only their counts come back. The tasks of an executor
 * share it, and with it the lists of each class's rows.
 */
final class MineTask implements NeighbourStage.Task<MiningTally> {

  private static final long serialVersionUID = 1;

  private final MineSettings settings;
  private final int[] labels;
  private final MinedPass pass;
  private final int @Nullable [] anchors;
  private transient @Nullable HardNegativeMiner miner;

  /**
   * Describes the task.
   *
   * @param labels of all vectors; kept, not copied
   * @param anchors the queries among the vectors; null if all are queries
   */
  MineTask(MineSettings settings, int[] labels, MinedPass pass, int @Nullable [] anchors) {
    this.anchors = anchors;
    this.settings = settings;
    this.labels = labels;
    this.pass = pass;
  }

  /** Those of other classes, and the nearest positive. */
  static int k(MineSettings settings) {
    return settings.neighbours() + 1;
  }

  @Override
  public int k() {
    return k(settings);
  }

  @Override
  public @Nullable MiningTally finished(int from, int to) {
    MinedBlock found = pass.open().find(pass.layout().blockOf(from));
    return found == null ? null : found.counts();
  }

  @Override
  public MiningTally run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
    MinedBlock mined =
        anchors == null
            ? MinedBlock.of(IntStream.range(from, to).toArray(), miner().mine(prepared, from, to))
            : some(prepared, base.queries().open().read(from, to), from, to, anchors);
    pass.open().write(pass.layout().blockOf(from), mined);
    return mined.counts();
  }

  private MinedBlock some(
      NeighbourSearch prepared, Vectors queries, int from, int to, int[] anchors) {
    int[] own = Arrays.copyOfRange(anchors, from, to);
    return MinedBlock.of(own, miner().mine(prepared, queries, own));
  }

  private synchronized HardNegativeMiner miner() {
    HardNegativeMiner made = miner;
    if (made == null) {
      made = new HardNegativeMiner(settings, labels, Duplicates.over(settings.duplicates()));
      miner = made;
    }
    return made;
  }
}
