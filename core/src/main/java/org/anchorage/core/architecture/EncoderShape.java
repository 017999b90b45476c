/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * The sizes that an architecture leaves open. Immutable.
 *
 * @param width channels of the first stage; an architecture of fixed channels ignores it
 * @param dim D, numbers in an embedding
 * @param length of an embedding
 */
public record EncoderShape(int width, int dim, Length length) {

  /** Length of an embedding. */
  public enum Length {
    /** Every embedding is divided by its length, so its length is 1. */
    UNIT,
    /** Embeddings stay as the last layer gives them. */
    FREE
  }
}
