/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.mining.products.CentredBase;
import org.jspecify.annotations.Nullable;

/**
 * Takes the vectors near a query, one query after another. Distances are taken less q&sup2;, which
 * is the same for all vectors. A vector comes with a value that, together with {@link
 * CentredBase#error} of the query and {@link CentredBase#spread} of the vector, bounds its exact
 * distance: value - error to value + spread + error.
 */
interface Near {

  /** Starts a query of this squared, centred length. */
  void begin(int query, double squaredLength);

  /** Returns the only vectors worth offering, ascending, or null if all may be. */
  default int @Nullable [] items() {
    return null;
  }

  /** Returns the largest value worth offering. */
  float limit();

  /**
   * Takes a vector with its value; vectors come in ascending order of index.
   *
   * @param distance within {@link CentredBase#distanceError} of the exact one, or NaN if unknown
   */
  void offer(int index, float value, double distance);
}
