/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * The input of a ranking loss.
 *
 * @param gram inner products of all rows: the batch's embeddings first, then references, then the
 *     loss's own {@linkplain Learnt#rows() rows}
 * @param rows class of each embedding and reference
 * @param numbers current values of the {@linkplain Learnt#numbers() numbers} that the loss learns;
 *     kept, not copied
 * @param seed of the random choices of the loss and its miner
 */
public record LossInput(Gram gram, Rows rows, double[] numbers, Seed seed) {

  private static final double[] NO_NUMBERS = {};

  public LossInput {
    if (gram.size() < rows.size()) {
      throw new IllegalArgumentException(
          "Expected "
              + gram.size()
              + " labels, got "
              + rows.size()
              + "; pass the class of each embedding");
    }
  }

  /** Returns the input of a loss that learns nothing of its own. */
  public static LossInput of(Gram gram, Rows rows, Seed seed) {
    return new LossInput(gram, rows, NO_NUMBERS, seed);
  }

  /** Returns the number of the matrix's rows that are the loss's own. */
  public int ownRows() {
    return gram.size() - rows.size();
  }
}
