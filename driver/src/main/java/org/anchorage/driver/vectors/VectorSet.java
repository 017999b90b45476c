/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.io.Serializable;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * Names vectors that lie elsewhere. It is small but for lists of rows, travels to executors, and is
 * opened where vectors are read.
 */
public interface VectorSet extends Serializable {

  /** Returns how many vectors there are. */
  int count();

  /** Returns how many floats a vector has. */
  int dim();

  /** Opens the vectors in the JVM that calls it. The source is thread-safe. */
  VectorSource open();

  /** Reads all vectors into memory; for those that are known to be few. */
  default Vectors whole() {
    return open().read(0, count());
  }

  /** Returns the vectors scaled to length 1, as {@link Vectors#normalised} does. */
  default VectorSet normalised() {
    return new NormalisedVectors(this);
  }

  /**
   * Returns some of the vectors.
   *
   * @param rows of these vectors, ascending; kept, not copied
   */
  default VectorSet chosen(int[] rows) {
    return rows.length == count() ? this : new ChosenVectors(this, rows);
  }
}
