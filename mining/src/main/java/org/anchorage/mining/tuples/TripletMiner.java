/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.io.Serializable;
import org.anchorage.core.gram.Distances;

/**
 * Chooses the triplets of a batch that a loss learns from. A function of its arguments alone; the
 * choice counts as constant in the loss's gradient.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface TripletMiner extends Serializable {

  /**
   * Returns the chosen triplets, by anchor and then positive, ascending.
   *
   * @param distances of the B embeddings
   * @param labels class of each; any ints
   * @throws IllegalArgumentException if there are not B labels
   */
  Triplets mine(Distances distances, int[] labels);
}
