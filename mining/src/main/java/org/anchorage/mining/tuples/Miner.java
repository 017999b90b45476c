/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.io.Serializable;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Chooses what of a batch a loss learns from. A function of its arguments alone; the choice counts
 * as constant in the loss's gradient. Anchors are the rows that {@link Rows} says, positives and
 * negatives may be any.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Miner extends Serializable {

  /**
   * Returns the choice, by anchor ascending.
   *
   * @param distances of the rows
   * @param rows class of each
   * @param seed of whatever is left to chance; the same gives the same
   * @throws IllegalArgumentException if there are not as many rows as distances
   */
  Tuples mine(Distances distances, Rows rows, Seed seed);
}
