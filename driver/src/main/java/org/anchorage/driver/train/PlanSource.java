/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import org.anchorage.core.config.MineTiming;
import org.anchorage.core.plan.Affinity;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.record.PlannedBy;
import org.anchorage.driver.run.Position;
import org.jspecify.annotations.Nullable;

/** What the epochs of a run are planned by: who mined it, and when. Not thread-safe. */
interface PlanSource {

  /**
   * What an epoch is planned by.
   *
   * @param affinity that the planner takes
   * @param plannedBy the table that it is of, for the record; null if the run mines itself
   */
  record Source(Affinity affinity, @Nullable PlannedBy plannedBy) {}

  /**
   * Returns the source that a run's settings ask for.
   *
   * @param first epoch that will be planned
   * @throws ArtifactException if it is to be planned by a table that cannot be read
   */
  static PlanSource of(RunParts parts, int first) {
    return parts.run().settings().mine().timing().by() == MineTiming.By.BESIDE
        ? BesideTables.of(parts, first)
        : new OwnTables(parts, first);
  }

  /**
   * Returns what the epoch of a position is planned by. Epochs are asked for in order.
   *
   * @param position in the epoch, or at its start
   * @throws IOException if the run's files cannot be read or written
   * @throws ArtifactException if the table cannot be read
   */
  Source of(Position position) throws IOException;

  /** Takes what the run itself has mined at the end of an epoch. */
  void mined(Affinity affinity);
}
