/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images whose negatives a pass seeks anew ({@code mine.refresh}). An image has its turn if its
 * row and the number of the pass leave the same remainder, divided by the number of cycles. So each
 * image has its turn once in as many passes. The first pass seeks for all.
 *
 * @param pass its number, from 0
 * @param cycles passes in which every image has its turn
 * @param before the table that the other images keep their negatives of; null if all have their
 *     turn
 */
record Turn(long pass, int cycles, @Nullable IdTable before) {

  /** Returns that all images have their turn. */
  static Turn ofAll(int cycles) {
    return new Turn(0, cycles, null);
  }

  /** Returns what a row leaves if it has its turn. */
  int remainder() {
    return (int) (pass % cycles);
  }

  /**
   * Returns the places of the rows that have their turn, ascending; null for all.
   *
   * @param rows that are mined
   */
  int @Nullable [] places(int[] rows) {
    return before == null
        ? null
        : IntStream.range(0, rows.length)
            .filter(place -> rows[place] % cycles == remainder())
            .toArray();
  }
}
