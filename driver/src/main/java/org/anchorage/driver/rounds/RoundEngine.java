/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.List;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;

/** Runs a round of training and averages it. */
public interface RoundEngine {

  /** Returns the one that a run's settings name. */
  static RoundEngine of(RunContext context) {
    return switch (context.shared().settings().train().averaging()) {
      case ROUNDS -> new SparkRounds(context);
      case DL4J, DL4J_STOCK -> new Dl4jRounds(context);
    };
  }

  /**
   * What a round gives.
   *
   * @param next where the next round starts
   * @param work of all workers together; seconds are summed over workers
   * @param traffic of all workers together
   * @param steps that each worker took
   */
  record Outcome(RoundStart next, RoundWork work, Traffic traffic, List<Integer> steps) {}

  /**
   * Runs one round.
   *
   * @param start where every worker starts
   * @param parts one for each worker
   */
  Outcome run(RoundStart start, List<WorkerRound> parts);
}
