/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Embeddings in bulk: count x dim floats, row after row, in one array (so at most 2^31 - 1 floats).
 *
 * @param dim length of a vector, at least 1
 * @param values count x dim, row-major; kept, not copied, and not to be changed
 */
public record Vectors(int dim, float[] values) implements Serializable {

  public Vectors {
    if (dim < 1 || values.length % dim != 0) {
      throw new IllegalArgumentException(
          values.length + " floats are not rows of " + dim + "; pass count x dim of them");
    }
  }

  /** Returns the number of vectors. */
  public int count() {
    return values.length / dim;
  }

  /** Returns a copy of one vector. */
  public float[] row(int index) {
    return Arrays.copyOfRange(values, index * dim, (index + 1) * dim);
  }

  /** Returns a copy of the rows from one (included) to another (not). */
  public Vectors slice(int from, int to) {
    return new Vectors(dim, Arrays.copyOfRange(values, from * dim, to * dim));
  }
}
