/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

/**
 * Vectors that are read in pieces, so that they need not fit in memory. Rows count from 0. Reading
 * neighbouring rows together is fastest.
 */
public interface VectorSource {

  /** Returns how many vectors there are. */
  int count();

  /** Returns how many floats a vector has. */
  int dim();

  /**
   * Reads some neighbouring vectors.
   *
   * @param from first row
   * @param to the one after the last
   * @return copies; a row is the same to the bit, whatever it is read with
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  Vectors read(int from, int to);
}
