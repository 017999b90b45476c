/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.worker.round.RoundWork;

/**
 * What an epoch has done so far.
 *
 * @param work of all its rounds, over all workers
 * @param seconds wall-clock by stage
 */
public record EpochWork(RoundWork work, Map<String, Double> seconds) {

  /** An epoch that has not begun. */
  static final EpochWork NONE = new EpochWork(RoundWork.NONE, Map.of());

  public EpochWork {
    seconds = Map.copyOf(seconds);
  }

  /** Returns this and a further round. */
  EpochWork plus(RoundWork more, double trainSeconds) {
    return new EpochWork(work.plus(more), seconds).plus("train", trainSeconds);
  }

  /** Returns this and more time spent in a stage. */
  EpochWork plus(String stage, double more) {
    Map<String, Double> sum = new LinkedHashMap<>(seconds);
    sum.merge(stage, more, Double::sum);
    return new EpochWork(work, sum);
  }
}
