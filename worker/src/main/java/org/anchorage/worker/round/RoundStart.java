/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.Serializable;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.worker.step.Learner;

/**
 * Where every worker of a round starts from.
 *
 * @param round number of the round in the run, from 0
 * @param parameters of the network, in the engine's flat order, batch-norm statistics among them
 * @param optimiserState the optimiser's moments, in the engine's flat order; empty if it has none
 *     or they are not sent ({@code reset}, {@code kept})
 * @param iteration steps each worker has taken before; Adam's bias correction needs it
 */
public record RoundStart(int round, float[] parameters, float[] optimiserState, int iteration)
    implements Serializable {

  /**
   * Returns where a run begins.
   *
   * @param untrained the run's new network
   * @param state what becomes of the optimiser's moments between rounds
   */
  public static RoundStart first(Learner untrained, OptimiserSettings.State state) {
    float[] moments =
        state == OptimiserSettings.State.AVERAGED ? untrained.optimiserState() : new float[0];
    return new RoundStart(0, untrained.parameters(), moments, 0);
  }

  /** Returns this start with other parameters. */
  public RoundStart with(float[] others) {
    return new RoundStart(round, others, optimiserState, iteration);
  }
}
