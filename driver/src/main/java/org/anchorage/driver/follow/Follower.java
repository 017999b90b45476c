/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.follow;

import java.util.Optional;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunWatch;

/**
 * Mines a run beside its training: the newest checkpoint, again and again, as long as the run is
 * trained. Checkpoints that come while a pass runs are passed over for the newest of them. Not
 * thread-safe.
 */
public final class Follower {

  /** Why a follower ended. */
  public enum End {
    /** The run's last epoch is over, and its last checkpoint is mined. */
    FINISHED,
    /** Nobody trains the run any more, and its newest checkpoint is mined. */
    LEFT
  }

  /** What is done with a checkpoint. */
  public interface Passes {

    /** Returns whether there is a table of a checkpoint already. */
    boolean has(Position checkpoint);

    /** Mines a checkpoint. */
    void mine(Position checkpoint);
  }

  private final RunWatch watch;
  private final Pause pause;

  /**
   * Creates a follower.
   *
   * @param watch looks at the run
   * @param pause between two looks
   */
  public Follower(RunWatch watch, Pause pause) {
    this.watch = watch;
    this.pause = pause;
  }

  /**
   * Waits until the run has a checkpoint, as long as somebody trains it.
   *
   * @throws ArtifactException if it has none and nobody trains it
   */
  public void await() {
    while (true) {
      // First: what a trainer has written before it ended must not be missed.
      boolean trained = watch.isTrained();
      if (watch.hasCheckpoint()) {
        return;
      }
      if (!trained) {
        throw new ArtifactException(
            "There is no checkpoint at "
                + watch.directory().location()
                + " and nobody trains there; begin the run with train, then follow it");
      }
      pause.take();
    }
  }

  /** Mines until the run is finished or nobody trains it any more. */
  public End follow(Passes passes) {
    Optional<Position> newest = Optional.empty();
    while (true) {
      boolean trained = watch.isTrained();
      Optional<Position> newer = watch.newer();
      if (newer.isPresent()) {
        newest = newer;
        if (!passes.has(newer.get())) {
          passes.mine(newer.get());
          // It took long: look for a newer one at once.
          continue;
        }
      }
      if (newest.isPresent() && watch.isOver(newest.get())) {
        return End.FINISHED;
      }
      if (!trained) {
        return End.LEFT;
      }
      pause.take();
    }
  }
}
