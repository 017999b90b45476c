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

  /** Where the embeddings are measured from before the Gram matrix is taken. */
  enum Origin {
    /** As they are: the loss depends on inner products or angles. */
    ZERO,
    /**
     * From the batch's mean: the loss depends on differences only, which centring leaves as they
     * are while it removes the cancellation in G_ii + G_jj - 2 G_ij.
     */
    BATCH_MEAN
  }

  /** Returns where embeddings are measured from. */
  Origin origin();

  /**
   * Returns what the loss learns beside the embedding, in the order in which rows and numbers stand
   * in its input. Nothing unless a loss says so; a loss made of several lists what each of them
   * learns.
   */
  default List<Learnt> learntParts() {
    return List.of();
  }

  /**
   * Returns how many embeddings of earlier batches the loss wants as references; 0 unless a loss
   * says so. It may be given fewer.
   */
  default int memory() {
    return 0;
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
