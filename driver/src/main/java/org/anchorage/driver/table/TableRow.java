/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.util.Map;
import java.util.Optional;

/**
 * A row that was read. A cell without a value is in none of the maps.
 *
 * @param place of the row, for messages: {@code row 7}
 * @param texts by column, in the table's order; numbers and truths are written out, and a map's
 *     entries are columns of their own
 * @param bytes by column; kept, not copied
 * @param floats by column: lists of numbers; kept, not copied
 */
public record TableRow(
    String place,
    Map<String, String> texts,
    Map<String, byte[]> bytes,
    Map<String, float[]> floats) {

  /** Returns the text of the first of some columns that has one. */
  public Optional<String> text(Iterable<String> columns) {
    for (String column : columns) {
      String found = texts.get(column);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }
}
