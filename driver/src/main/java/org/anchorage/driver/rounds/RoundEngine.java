/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.List;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;

/** Runs rounds of training and averages their results. */
public interface RoundEngine {

  /** Returns the engine that a run's settings name. */
  static RoundEngine of(RunContext context) {
    return switch (context.shared().settings().train().averaging()) {
      case ROUNDS -> new SparkRounds(context);
      case DL4J, DL4J_STOCK -> new Dl4jRounds(context);
    };
  }

  /**
   * The result of a round.
   *
   * @param next where the next round starts
   * @param works of each worker
   * @param traffic of all workers together
   */
  record Outcome(RoundStart next, List<RoundWork> works, Traffic traffic) {

    /** Returns the work of all workers together; seconds are summed over workers. */
    public RoundWork work() {
      return works.stream().reduce(RoundWork.NONE, RoundWork::plus);
    }

    /** Returns the steps that each worker took. */
    public List<Integer> steps() {
      return works.stream().map(RoundWork::steps).toList();
    }

    /** Returns the seconds for which workers waited for the slowest, summed over workers. */
    public double waiting() {
      double slowest = works.stream().mapToDouble(RoundWork::seconds).max().orElse(0);
      return works.size() * slowest - work().seconds();
    }
  }

  /**
   * Runs one round.
   *
   * @param start where every worker starts
   * @param parts one a worker
   */
  Outcome run(RoundStart start, List<WorkerRound> parts);
}
