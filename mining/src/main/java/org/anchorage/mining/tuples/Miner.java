/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.io.Serializable;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Chooses the pairs or triplets of a batch that a loss learns from. A pure function of its
 * arguments. The choice counts as constant in the loss's gradient. {@link Rows} tells which rows
 * are anchors; positives and negatives may be any rows.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Miner extends Serializable {

  /**
   * Returns the choice, by anchor ascending.
   *
   * @param distances of the rows
   * @param rows class of each row
   * @param seed of random choices; the same seed gives the same choice
   * @throws IllegalArgumentException if there are not as many rows as distances
   */
  Tuples mine(Distances distances, Rows rows, Seed seed);
}
