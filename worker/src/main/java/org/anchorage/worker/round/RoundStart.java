/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.Serializable;

/**
 * Where every worker of a round starts from.
 *
 * @param round number of the round in the run, from 0
 * @param parameters of the network, in DL4J's flat order, batch-norm statistics among them
 * @param optimiserState the optimiser's moments, in DL4J's flat order; empty where it has none, or
 *     where they do not travel ({@code reset}, {@code kept})
 * @param iteration steps each worker has taken before; Adam corrects its bias by it
 */
public record RoundStart(int round, float[] parameters, float[] optimiserState, int iteration)
    implements Serializable {

  /** Returns this start with other parameters. */
  public RoundStart with(float[] others) {
    return new RoundStart(round, others, optimiserState, iteration);
  }
}
