/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import org.anchorage.core.config.MineSettings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.driver.run.Position;
import org.jspecify.annotations.Nullable;

/** Plans each epoch by what the run mined at the end of the epoch before, or by nothing. */
final class OwnTables implements PlanSource {

  private final RunParts parts;
  private final MineSettings settings;
  private @Nullable Affinity next;

  /** Only the first epoch is planned by the given table: a later one goes on without it. */
  OwnTables(RunParts parts, int first) {
    this.parts = parts;
    this.settings = parts.run().settings().mine();
    this.next = first == 1 ? parts.mine().given() : null;
  }

  @Override
  public Source of(Position position) {
    Affinity affinity = next;
    if (affinity == null) {
      affinity =
          parts.mine().affinity(parts.directory().mined(position.epoch() - 1), settings.mode());
    }
    next = null;
    return new Source(affinity, null);
  }

  @Override
  public void mined(Affinity affinity) {
    next = affinity;
  }
}
