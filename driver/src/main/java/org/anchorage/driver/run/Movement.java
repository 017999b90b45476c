/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.BitSet;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.step.Learner;
import org.jspecify.annotations.Nullable;

/**
 * What of a run's network moves, epoch by epoch. Positions hold those parameters and their moments.
 * They are made anew where it changes, which is after the warm-up. Not thread-safe.
 */
public final class Movement {

  private final RunContext.Shared shared;
  private @Nullable Learner whole;

  /** Looks at the movement of a run. */
  public Movement(RunContext.Shared shared) {
    this.shared = shared;
  }

  /**
   * Returns the network that checkpoints write if all of it moves. It is made with the first call:
   * a run that moves a part needs none.
   */
  public Learner whole() {
    Learner made = whole;
    if (made == null) {
      made = shared.learner();
      whole = made;
    }
    return made;
  }

  private Trainable trainable(int epoch) {
    return shared.settings().fineTune().trainable(epoch);
  }

  /** Returns where a run begins. */
  public Position first() {
    OptimiserSettings.State state = shared.settings().optimiser().state();
    float[] start = shared.start();
    Position position =
        new Position(
            1,
            0,
            0,
            0,
            new RoundStart(0, start == null ? new float[0] : start, new float[0], 0),
            null,
            new float[0],
            EpochWork.NONE);
    return start == null
        ? position.moving(null, RoundStart.first(whole(), state))
        : moved(position, start);
  }

  /**
   * Returns a position at the start of an epoch, as this epoch moves the network. If the epoch
   * before moved another part, moments, step count and the outer momentum begin anew.
   */
  public Position entered(Position position) {
    return trainable(position.epoch() - 1).equals(trainable(position.epoch()))
        ? position
        : moved(position, shared.whole(position));
  }

  private Position moved(Position position, float[] network) {
    Trainable trainable = trainable(position.epoch());
    MovingParameters moving = shared.moving(trainable);
    float[] moments =
        shared.settings().optimiser().state() == OptimiserSettings.State.AVERAGED
            ? new float[shared.tail(trainable).optimiserState().length]
            : new float[0];
    return position.moving(
        moving.areAll() ? null : trainable,
        new RoundStart(position.start().round(), moving.of(network), moments, 0));
  }

  /** Returns which parameters of a position are measured and not learnt. */
  public BitSet measured(Position position) {
    Trainable trainable = position.moving();
    return (trainable == null ? shared.layout() : shared.moving(trainable).layout()).measured();
  }
}
