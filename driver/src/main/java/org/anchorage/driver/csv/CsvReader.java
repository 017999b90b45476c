/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.anchorage.driver.artifact.Failure;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list row by row: UTF-8, with or without a byte order mark, in lines that end with LF or
 * CR LF. Rows without content are passed over. Blanks around a cell are cut off. Holds one row. Not
 * thread-safe.
 */
public final class CsvReader implements Closeable {

  private static final int MOST_COLUMNS = 1 << 14;

  private final InputStream input;
  private final String file;
  private final char separator;
  private final CsvParser parser;

  private CsvReader(InputStream input, String file, char separator) throws IOException {
    this.input = input;
    this.file = file;
    this.separator = separator;
    this.parser = new CsvParser(settings(separator));
    try {
      parser.beginParsing(input, "UTF-8");
    } catch (RuntimeException e) {
      throw refusal(e);
    }
  }

  /**
   * Opens a list.
   *
   * @param separator between cells; {@link CsvHead} finds it
   * @throws CsvException if its first bytes are no UTF-8, or a quote in them is not closed
   * @throws IOException if it cannot be read
   */
  public static CsvReader open(Path list, Configuration hadoop, char separator) throws IOException {
    InputStream opened = list.getFileSystem(hadoop).open(list);
    try {
      String file = list.toString();
      return new CsvReader(new CsvInput(opened, file, separator), file, separator);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Reads what may end anywhere. */
  static CsvReader unchecked(InputStream input, String file, char separator) throws IOException {
    return new CsvReader(input, file, separator);
  }

  private static CsvParserSettings settings(char separator) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator);
    // Lists are edited on several systems: a \r before the \n is trimmed like a blank.
    settings.getFormat().setLineSeparator("\n");
    settings.setReadInputOnSeparateThread(false);
    // A # begins an id as any other character does.
    settings.setCommentProcessingEnabled(false);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    return settings;
  }

  /**
   * Returns the next row with content, or null at the end. A cell without content is empty.
   *
   * @throws CsvException if bytes are no UTF-8, or a quote opens that does not end its cell, or
   *     there are more than {@value #MOST_COLUMNS} cells
   * @throws IOException if the list cannot be read any further
   */
  public String @Nullable [] next() throws IOException {
    try {
      String @Nullable [] row = parser.parseNext();
      while (row != null && isBlank(row)) {
        row = parser.parseNext();
      }
      return row;
    } catch (RuntimeException e) {
      throw refusal(e);
    }
  }

  /** Returns the number of the line that the last row ends in, from 1. */
  public long line() {
    return parser.getContext().currentLine();
  }

  /** Returns a sentence on what lies between cells, if it is not the comma; for the user. */
  public List<String> notes() {
    return separator == ','
        ? List.of()
        : List.of("The list " + file + " has " + between(separator) + " between its cells");
  }

  /** Returns a separator as messages write it. */
  public static String between(char separator) {
    return separator == '\t' ? "tab" : "'" + separator + "'";
  }

  /** Returns whether a row has no content, as spreadsheets write of a row that was once touched. */
  private static boolean isBlank(String[] row) {
    for (String cell : row) {
      if (!cell.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The parser wraps what its input throws. */
  private RuntimeException refusal(RuntimeException wrapped) throws IOException {
    for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
      if (cause instanceof CsvException refused) {
        return refused;
      }
      if (cause instanceof IOException failure) {
        throw failure;
      }
    }
    return wrapped instanceof TextParsingException
        ? new CsvException("Cannot read the list " + file + ": " + Failure.reason(wrapped), wrapped)
        : wrapped;
  }

  @Override
  public void close() throws IOException {
    parser.stopParsing();
    input.close();
  }
}
