/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.io.Serializable;

/**
 * One attempt at a round, with its quorum. A round that is repeated is another attempt, so that
 * messages of the first attempt do not count for the second.
 *
 * @param run names the run within the Spark application
 * @param round number of the round in the run, from 0
 * @param job number of the attempt, unique in the application
 * @param workers number of workers
 * @param quorum how many workers are enough, at least 1
 */
public record QuorumRound(String run, int round, int job, int workers, int quorum)
    implements Serializable {

  /** Returns whether the round waits for all its workers, so that nobody need be asked. */
  public boolean isOfAll() {
    return quorum >= workers;
  }

  /**
   * Returns a worker's share of it.
   *
   * @param worker its number, from 0
   * @param steps in the share
   */
  public Share share(int worker, int steps) {
    return new Share(this, worker, steps);
  }
}
