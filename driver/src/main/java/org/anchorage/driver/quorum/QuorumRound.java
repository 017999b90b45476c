/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * One time that a round is run, and what its quorum is. A round that is run again is another, so
 * that no word of the first time is taken for one of the second.
 *
 * @param run names the run within the Spark application
 * @param round number of the round in the run, from 0
 * @param job tells the times apart that a round is run: any number that the application uses once
 * @param workers of the round
 * @param quorum how many of them are enough, at least 1
 */
public record QuorumRound(String run, int round, int job, int workers, int quorum)
    implements Serializable {

  /** Returns whether the round waits for all of its workers: nobody need be asked then. */
  public boolean isOfAll() {
    return quorum >= workers;
  }

  /**
   * Returns a worker's share of it.
   *
   * @param worker whose, from 0
   * @param steps there are to take
   */
  public Share share(int worker, int steps) {
    return new Share(this, worker, steps);
  }
}
