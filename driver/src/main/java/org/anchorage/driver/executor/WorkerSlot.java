/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundDelta;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Learner;

/**
 * A worker's network between rounds. With {@link OptimiserSettings.State#KEPT} it also remembers
 * the moments it started the last round with, so that a task that is run again on the same executor
 * starts where the first try did.
 */
public final class WorkerSlot {

  private final Learner learner;
  private int round = -1;
  private float[] momentsBefore = new float[0];

  /** Creates the slot of a worker that has not worked yet. */
  public WorkerSlot(Learner learner) {
    this.learner = learner;
  }

  /** Runs a worker's share of a round. */
  public RoundDelta run(
      WorkerRound part,
      RoundStart start,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state) {
    if (state == OptimiserSettings.State.KEPT) {
      if (round == start.round()) {
        learner.optimiserState(momentsBefore);
      } else {
        momentsBefore = learner.optimiserState();
        round = start.round();
      }
    }
    return LocalRound.run(part, start, learner, reader, seed, state);
  }
}
