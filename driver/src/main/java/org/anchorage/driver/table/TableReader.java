/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table row by row. Not thread-safe. */
public interface TableReader extends Closeable {

  /** Returns the names of the columns, in the table's order, without maps. */
  List<String> columns();

  /**
   * Returns the next row, or null at the end.
   *
   * @throws IOException if the file is damaged or cannot be read
   */
  @Nullable TableRow next() throws IOException;
}
