/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.List;

/**
 * What every worker does between two averagings. Immutable.
 *
 * @param epoch the epoch it belongs to, from 0
 * @param index its place in the epoch, from 0
 * @param firstStep place in the epoch of its first batches, from 0
 * @param workers each worker's batches, in order; all workers have the same number, at least one
 */
public record Round(int epoch, int index, int firstStep, List<List<Batch>> workers)
    implements Serializable {

  public Round {
    workers = workers.stream().map(List::copyOf).toList();
  }

  /** Returns the steps that every worker takes in it. */
  public int steps() {
    return workers.get(0).size();
  }
}
