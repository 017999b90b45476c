/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.plan.Round;
import org.anchorage.core.seed.Seed;

/**
 * One worker's part of a round: data only.
 *
 * @param worker its number, from 0
 * @param epoch of the plan, from 0
 * @param firstStep number of the first batch in the epoch
 * @param rate factor on the configured learning rate
 * @param seconds after which no further step is begun; 0 for no limit
 * @param batches to step through, in order
 */
public record WorkerRound(
    int worker, int epoch, int firstStep, double rate, double seconds, List<Batch> batches)
    implements Serializable {

  public WorkerRound {
    batches = List.copyOf(batches);
  }

  /** One worker's part without a time limit. */
  public WorkerRound(int worker, int epoch, int firstStep, double rate, List<Batch> batches) {
    this(worker, epoch, firstStep, rate, 0, batches);
  }

  /** One worker's part at the configured learning rate. */
  public WorkerRound(int worker, int epoch, int firstStep, List<Batch> batches) {
    this(worker, epoch, firstStep, 1, 0, batches);
  }

  /** Returns the parts of a round, one for each worker, without a time limit. */
  public static List<WorkerRound> of(Round round, double rate) {
    return of(round, rate, 0);
  }

  /**
   * Returns the parts of a round, one for each worker.
   *
   * @param rate factor on the configured learning rate
   * @param seconds after which a worker begins no further step; 0 for no limit
   */
  public static List<WorkerRound> of(Round round, double rate, double seconds) {
    List<WorkerRound> parts = new ArrayList<>();
    for (List<Batch> batches : round.workers()) {
      parts.add(
          new WorkerRound(parts.size(), round.epoch(), round.firstStep(), rate, seconds, batches));
    }
    return parts;
  }

  /** Returns the seed of a step: a function of (run, epoch, worker, step) alone. */
  public Seed stepSeed(Seed run, int step) {
    return run.derive("step").derive(epoch).derive(worker).derive(firstStep + step);
  }
}
