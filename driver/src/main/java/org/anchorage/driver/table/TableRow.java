/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.util.Map;
import java.util.Optional;

/**
 * A row that was read. A cell without a value is in none of the maps.
 *
 * @param place of the row, for messages: {@code row 7}
 * @param texts by column, in the table's order; numbers and truths are written out
 * @param bytes by column; kept, not copied
 * @param floats by column: lists of numbers; kept, not copied
 * @param entries of all maps of texts, by their keys. A key says nothing of columns: it may be the
 *     name of one
 */
public record TableRow(
    String place,
    Map<String, String> texts,
    Map<String, byte[]> bytes,
    Map<String, float[]> floats,
    Map<String, String> entries) {

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
