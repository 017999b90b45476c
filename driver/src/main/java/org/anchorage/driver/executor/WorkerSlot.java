/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.function.Supplier;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.round.EarlyEnd;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Learner;
import org.jspecify.annotations.Nullable;

/**
 * A worker's network between rounds, on a thread of its own. With {@link
 * OptimiserSettings.State#KEPT} it also remembers the moments that the last round started with. So
 * a task that is run again on the same executor starts where the first attempt did, whether that
 * finished or failed. A worker that was elsewhere in the round before starts with zero moments.
 * Thread-safe: two attempts at once take turns.
 */
public final class WorkerSlot implements AutoCloseable {

  private final Supplier<Learner> make;
  private final OwnThread thread = new OwnThread("anchorage-worker");
  private @Nullable Learner idle;
  private int round = -1;
  private float[] momentsBefore = new float[0];

  /**
   * Creates the slot of a worker that has not worked yet.
   *
   * @param make makes the worker's network: for the first round, and after a failure
   */
  public WorkerSlot(Supplier<Learner> make) {
    this.make = make;
  }

  /** Runs a worker's share of a round, to its last step or to its early end. */
  public synchronized RoundEnd run(
      WorkerRound part,
      RoundStart start,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state,
      EarlyEnd early) {
    return thread.call(() -> onThread(part, start, reader, seed, state, early));
  }

  private RoundEnd onThread(
      WorkerRound part,
      RoundStart start,
      BatchReader reader,
      Seed seed,
      OptimiserSettings.State state,
      EarlyEnd early) {
    Learner waiting = idle;
    Learner learner = waiting == null ? make.get() : waiting;
    // Reads the moments before it gives up the network: a failure here must not lose them.
    float[] kept =
        state == OptimiserSettings.State.KEPT ? moments(learner, start.round()) : new float[0];
    // A network that fails in the middle of a step may be in any state, and is not used again.
    idle = null;
    if (state == OptimiserSettings.State.KEPT) {
      learner.setOptimiserState(kept);
    }
    RoundEnd end = LocalRound.run(part, start, learner, reader, seed, state, early);
    idle = learner;
    return end;
  }

  /** Returns the moments to start a round with. */
  private float[] moments(Learner learner, int now) {
    if (round != now) {
      float[] held = learner.optimiserState();
      momentsBefore = round == now - 1 ? held : new float[held.length];
      round = now;
    }
    return momentsBefore;
  }

  @Override
  public void close() {
    thread.close();
  }
}
