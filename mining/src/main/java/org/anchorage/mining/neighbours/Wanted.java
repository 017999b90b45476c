/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.function.IntFunction;

/** Neighbours wanted of each query: how many, and among which vectors of the base. */
public sealed interface Wanted {

  /** Returns how many are wanted, at least 1; if there are fewer, rows end in -1 and infinity. */
  int k();

  /**
   * The nearest that a filter admits. Meant for filters that refuse few vectors, or the nearest.
   * Until k are admitted, the filter is asked about every vector, which takes tens of nanoseconds
   * each.
   */
  record Admitted(int k, Filter filter) implements Wanted {}

  /**
   * The nearest of certain vectors, which may be few; the others cost nothing.
   *
   * @param items indices in the base, of each query (see {@link Filter#admits}), ascending
   */
  record Listed(int k, IntFunction<int[]> items) implements Wanted {}
}
