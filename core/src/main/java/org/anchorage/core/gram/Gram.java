/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

/**
 * The Gram matrix G = F F<sup>T</sup> of a batch of embeddings F (B x D), in double precision: all
 * that a ranking loss or an in-batch miner may know of the embeddings.
 *
 * <p>Not thread-safe. The products are never changed here.
 */
public final class Gram {

  private static final double SHORTEST = 1e-12;

  private final int size;
  private final double[] products;
  private final BatchScratch scratch;

  /** Wraps the inner products of a batch, with scratch arrays of its own. */
  public Gram(int size, double[] products) {
    this(size, products, new BatchScratch());
  }

  /**
   * Wraps the inner products of a batch.
   *
   * @param size B, the number of embeddings
   * @param products B x B row-major, symmetric; kept, not copied
   * @param scratch arrays for values computed from the batch
   * @throws IllegalArgumentException if there are not B x B, or one is NaN or infinite
   */
  public Gram(int size, double[] products, BatchScratch scratch) {
    if (products.length != size * size) {
      throw new IllegalArgumentException(
          "Expected "
              + size * size
              + " products of "
              + size
              + " embeddings, got "
              + products.length
              + "; pass one for each pair of embeddings, row by row");
    }
    for (int at = 0; at < products.length; at++) {
      if (!Double.isFinite(products[at])) {
        throw new IllegalArgumentException(
            "The inner product of embeddings "
                + at / size
                + " and "
                + at % size
                + " is "
                + products[at]
                + ": the network has diverged; lower the learning rate, or look for weights or"
                + " pixels that are not finite");
      }
    }
    this.size = size;
    this.products = products;
    this.scratch = scratch;
  }

  /** Returns B, the number of embeddings. */
  public int size() {
    return size;
  }

  /** Returns the inner product of two embeddings. */
  public double product(int i, int j) {
    return products[i * size + j];
  }

  /**
   * Takes B x B zeros from the batch's scratch. The caller may write in the array; the next batch
   * overwrites it.
   */
  public double[] takeZeros() {
    return scratch.takeZeros(size * size);
  }

  /** Returns 1 / |x| of each row; 0 for a row shorter than 1e-12, which has no direction. */
  public double[] inverseLengths() {
    double[] inverse = new double[size];
    for (int i = 0; i < size; i++) {
      double length = Math.sqrt(product(i, i));
      inverse[i] = length < SHORTEST ? 0 : 1 / length;
    }
    return inverse;
  }

  /**
   * Refuses labels unless there is one for each embedding.
   *
   * @throws IllegalArgumentException if there are not B
   */
  public void check(Rows rows) {
    if (rows.size() != size) {
      throw new IllegalArgumentException(
          "Expected "
              + size
              + " labels, got "
              + rows.size()
              + "; pass the class of each embedding");
    }
  }
}
