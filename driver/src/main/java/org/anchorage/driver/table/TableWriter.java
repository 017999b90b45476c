/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a table row by row. {@link #close} ends it. Not thread-safe. */
public interface TableWriter extends Closeable {

  /**
   * Writes a row.
   *
   * @param values one for each column, of the column's kind
   */
  void write(@Nullable Object... values) throws IOException;
}
