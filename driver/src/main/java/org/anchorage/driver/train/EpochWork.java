/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundWork;

/**
 * What an epoch has done so far.
 *
 * @param work of all its rounds, over all workers
 * @param traffic of all its rounds
 * @param seconds wall-clock by stage
 */
public record EpochWork(RoundWork work, Traffic traffic, Map<String, Double> seconds) {

  /** An epoch that has not begun. */
  static final EpochWork NONE = new EpochWork(RoundWork.NONE, Traffic.NONE, Map.of());

  public EpochWork {
    seconds = Map.copyOf(seconds);
  }

  /** Returns this and a further round. */
  EpochWork plus(RoundEngine.Outcome round, double trainSeconds) {
    return new EpochWork(work.plus(round.work()), traffic.plus(round.traffic()), seconds)
        .plus("train", trainSeconds);
  }

  /** Returns this and more time spent in a stage. */
  EpochWork plus(String stage, double more) {
    Map<String, Double> sum = new LinkedHashMap<>(seconds);
    sum.merge(stage, more, Double::sum);
    return new EpochWork(work, traffic, sum);
  }
}
