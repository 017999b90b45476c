/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** How a table lies in a file. Written in lower case. */
public enum TableFormat {
  /** A header, and a line a row, in UTF-8. */
  CSV(".csv") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns, Configuration hadoop) {
      return new CsvTable(out, columns);
    }
  },
  /** A JSON object a line. */
  JSONL(".jsonl") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns, Configuration hadoop)
        throws IOException {
      return new JsonTable(out, columns);
    }
  },
  /** Parquet, compressed with Snappy. */
  PARQUET(".parquet") {
    @Override
    public TableWriter writer(OutputStream out, List<Column> columns, Configuration hadoop)
        throws IOException {
      return ParquetTable.writer(out, columns, hadoop);
    }
  };

  private final String ending;

  TableFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how names of such files end, with the dot. */
  public String ending() {
    return ending;
  }

  /** Returns the format that a file's name tells, if it tells one. */
  public static Optional<TableFormat> of(String name) {
    String low = name.toLowerCase(Locale.ROOT);
    for (TableFormat format : values()) {
      if (low.endsWith(format.ending)) {
        return Optional.of(format);
      }
    }
    return low.endsWith(".ndjson") ? Optional.of(JSONL) : Optional.empty();
  }

  /**
   * Begins a table.
   *
   * @param out takes the bytes; closed with the writer
   */
  public abstract TableWriter writer(OutputStream out, List<Column> columns, Configuration hadoop)
      throws IOException;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
