/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.io.Serializable;
import java.util.List;

/**
 * A ranking loss as a function of the batch's Gram matrix. The caller computes G = F F<sup>T</sup>,
 * and from the slope S = dL/dG the gradient dL/dF = (S + S<sup>T</sup>) F.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface RankingLoss extends Serializable {

  /** The point that embeddings are measured from before the Gram matrix is taken. */
  enum Origin {
    /** As they are: the loss depends on inner products or angles. */
    ZERO,
    /**
     * From the batch's mean: the loss depends only on differences. Centring does not change them,
     * and removes the cancellation in G_ii + G_jj - 2 G_ij.
     */
    BATCH_MEAN
  }

  /** Returns the point that embeddings are measured from. */
  Origin origin();

  /**
   * Returns the parts that the loss learns beside the embedding, in the order of rows and numbers
   * in its input. Empty by default; a loss made of several lists the parts of each.
   */
  default List<Learnt> learntParts() {
    return List.of();
  }

  /**
   * Returns the number of embeddings of earlier batches that the loss wants as references; 0 by
   * default. It may get fewer.
   */
  default int memory() {
    return 0;
  }

  /**
   * Returns whether the loss compares embeddings with one another, and so with references; true by
   * default. A loss that compares them with vectors of its own alone returns false.
   */
  default boolean readsReferences() {
    return true;
  }

  /**
   * Evaluates the loss and its slope.
   *
   * @param input products and labels of the batch
   * @return value, slope and counts; finite whenever the products are
   * @throws IllegalArgumentException if the loss cannot take these rows
   */
  LossResult evaluate(LossInput input);
}
