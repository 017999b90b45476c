/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import org.anchorage.core.architecture.Trainable;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands between two rounds: everything that is needed to go on.
 *
 * @param epoch that is running, from 1
 * @param rounds of the epoch that are done; after all of them, mining and evaluation are next
 * @param images seen since the run began
 * @param steps taken since the run began, over all workers
 * @param start of the next round; its parameters are those that move
 * @param moving how much of the network the parameters of {@code start} are; null if they are the
 *     whole network
 * @param outer momentum of the outer optimiser; empty if it has none
 * @param epochWork what the epoch has done so far
 */
public record Position(
    int epoch,
    int rounds,
    long images,
    long steps,
    RoundStart start,
    @Nullable Trainable moving,
    float[] outer,
    EpochWork epochWork) {

  /** Returns the position after one more round. */
  public Position after(RoundStart next, float[] momentum, EpochWork work, RoundWork more) {
    return new Position(
        epoch,
        rounds + 1,
        images + more.examples(),
        steps + more.steps(),
        next,
        moving,
        momentum,
        work);
  }

  /** Returns the same position with other work of the epoch. */
  public Position with(EpochWork work) {
    return new Position(epoch, rounds, images, steps, start, moving, outer, work);
  }

  /** Returns the position at the start of the next epoch. */
  public Position nextEpoch() {
    return new Position(epoch + 1, 0, images, steps, start, moving, outer, EpochWork.NONE);
  }

  /** Returns the same position with another start, after the change of what moves. */
  public Position moving(@Nullable Trainable other, RoundStart from) {
    return new Position(epoch, rounds, images, steps, from, other, new float[0], epochWork);
  }
}
