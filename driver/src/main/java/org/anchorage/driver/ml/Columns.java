/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** Checks the columns that a stage reads. */
final class Columns {

  private Columns() {}

  /**
   * Refuses a table that lacks a column.
   *
   * @param what " of" and what the column holds, or nothing
   * @param param that names the column
   * @throws IllegalArgumentException if it is not there
   */
  static void require(StructType schema, String column, String what, String param) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    if (!columns.contains(column)) {
      throw new IllegalArgumentException(
          "There is no column '" + column + "'" + what + " among " + columns + "; set " + param);
    }
  }
}
