/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.List;

/** How the batches of an epoch are made. Immutable and thread-safe. */
interface Sampling {

  /**
   * Returns each worker's batches, in order; all workers have the same number.
   *
   * @param epoch from 0
   * @throws IllegalArgumentException if the affinity is of another catalogue
   */
  List<List<Batch>> batches(int epoch, Affinity affinity);
}
