/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.util.List;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexedItem;

/** Vectors with their items, read piece by piece in their order. Not thread-safe. */
public interface VectorPieces extends AutoCloseable {

  /**
   * Some vectors.
   *
   * @param items one for each vector, in the same order
   */
  record Piece(List<IndexedItem> items, Vectors vectors) {}

  /** Returns how many vectors there are. */
  long count();

  /** Returns how many floats a vector has. */
  int dim();

  /** Returns how many pieces there are. */
  int pieces();

  /**
   * Reads a piece.
   *
   * @param number from 0
   * @throws ArtifactException if a file is missing or damaged
   */
  Piece piece(int number);

  @Override
  void close();
}
