/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import com.univocity.parsers.common.TextWritingException;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes CSV. The header is written with the first row, which says how many floats there are. */
final class CsvTable implements TableWriter {

  private final CsvWriter writer;
  private final List<Column> columns;
  private boolean begun;

  CsvTable(OutputStream out, List<Column> columns) {
    this.columns = columns;
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    this.writer = new CsvWriter(out, StandardCharsets.UTF_8, settings);
    for (Column column : columns) {
      if (column.kind() == Column.Kind.TEXTS) {
        throw new IllegalArgumentException("CSV has no column for the map " + column.name());
      }
    }
  }

  @Override
  public void write(@Nullable Object... values) throws IOException {
    begin(values);
    List<@Nullable Object> cells = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof float[] floats) {
        for (float number : floats) {
          cells.add(number);
        }
      } else {
        cells.add(value);
      }
    }
    row(cells);
  }

  private void begin(@Nullable Object... first) throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    List<@Nullable Object> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).kind() == Column.Kind.FLOATS) {
        int count = first.length > i && first[i] instanceof float[] floats ? floats.length : 0;
        for (int at = 0; at < count; at++) {
          names.add("v" + at);
        }
      } else {
        names.add(columns.get(i).name());
      }
    }
    row(names);
  }

  private void row(List<@Nullable Object> cells) throws IOException {
    try {
      writer.writeRow(cells.toArray());
    } catch (TextWritingException e) {
      throw failure(e);
    }
  }

  /** The library wraps what the stream threw. */
  private static IOException failure(RuntimeException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try {
      begin();
      writer.close();
    } catch (IllegalStateException e) {
      throw failure(e);
    }
  }
}
