/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.anchorage.driver.csv.CsvException;
import org.jspecify.annotations.Nullable;

/** Reads a table row by row. Not thread-safe. */
public interface TableReader extends Closeable {

  /** Returns the names of the columns, in the table's order, without maps. */
  List<String> columns();

  /** Returns what the reader has found out about the file and the user should know. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Returns the next row, or null at the end.
   *
   * @throws IOException if the file is damaged or cannot be read
   * @throws CsvException if it is CSV that cannot be read as it is meant
   */
  @Nullable TableRow next() throws IOException;
}
