/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Which images meet in which batch, on which worker, in one epoch. Made by {@link Planner}.
 * Immutable; two plans are equal if every batch is.
 *
 * @param epoch from 0
 * @param workers each worker's batches, in order; all workers have the same number, at least one
 */
public record EpochPlan(int epoch, List<List<Batch>> workers) implements Serializable {

  /**
   * Checks the plan.
   *
   * @throws IllegalArgumentException if there is no batch, or workers do not have the same number
   */
  public EpochPlan {
    workers = workers.stream().map(List::copyOf).toList();
    if (workers.isEmpty() || workers.get(0).isEmpty()) {
      throw new IllegalArgumentException("The plan of epoch " + epoch + " has no batch");
    }
    int batches = workers.get(0).size();
    for (List<Batch> worker : workers) {
      if (worker.size() != batches) {
        throw new IllegalArgumentException(
            "One worker has " + batches + " batches, another " + worker.size());
      }
    }
  }

  /** Returns the batches of each worker: the steps it takes in the epoch. */
  public int batchesPerWorker() {
    return workers.get(0).size();
  }

  /** Returns the number of images that all workers together see, repeats included. */
  public long images() {
    long images = 0;
    for (List<Batch> worker : workers) {
      for (Batch batch : worker) {
        images += batch.size();
      }
    }
    return images;
  }

  /**
   * Returns the epoch cut into rounds: round r takes each worker's batches from r x H (included) to
   * (r + 1) x H (not); the last takes what is left.
   *
   * @param steps H, at least 1: batches of each worker in a round
   */
  public List<Round> rounds(int steps) {
    checked(steps);
    return cut(first -> steps);
  }

  /** Returns the epoch cut into rounds of changing lengths; the last takes what is left. */
  public List<Round> rounds(RoundLengths lengths) {
    return cut(first -> checked(lengths.at(epoch + (double) first / batchesPerWorker())));
  }

  private List<Round> cut(IntUnaryOperator length) {
    List<Round> rounds = new ArrayList<>();
    int next = 0;
    while (next < batchesPerWorker()) {
      int first = next;
      int last = (int) Math.min(batchesPerWorker(), (long) first + length.applyAsInt(first));
      rounds.add(
          new Round(
              epoch,
              rounds.size(),
              first,
              workers.stream().map(batches -> batches.subList(first, last)).toList()));
      next = last;
    }
    return List.copyOf(rounds);
  }

  private static int checked(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "A round of " + steps + " steps does not move; set rounds.steps to at least 1");
    }
    return steps;
  }
}
