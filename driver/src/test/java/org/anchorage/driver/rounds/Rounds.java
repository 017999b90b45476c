/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.train.OpenRun;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;

/** The first epoch of a run, as its parts, and where it starts. */
final class Rounds {

  private Rounds() {}

  static List<List<WorkerRound>> ofEpoch(OpenRun run) {
    Settings settings = run.settings();
    Planner planner =
        Planner.of(
            run.catalogue(),
            settings.batch(),
            settings.mine().group(),
            settings.train().workers(),
            new Seed(settings.seed()));
    return planner.plan(0, new Affinity.None()).rounds(settings.train().steps()).stream()
        .map(round -> WorkerRound.of(round, settings.train().steps(), 1))
        .toList();
  }

  static RoundStart start(OpenRun run) {
    return RoundStart.first(run.untrained(), run.settings().optimiser().state());
  }
}
