/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.univocity.parsers.csv.CsvParserSettings;

/** How every list in CSV is read: of images, queries, pairs and tuples. */
public final class CsvLists {

  private CsvLists() {}

  /** Returns settings of a parser, which the caller may change. */
  public static CsvParserSettings settings() {
    CsvParserSettings settings = new CsvParserSettings();
    // Lists are edited on several systems: a \r before the \n is trimmed like a blank.
    settings.getFormat().setLineSeparator("\n");
    settings.setReadInputOnSeparateThread(false);
    // A # begins an id as any other character does.
    settings.setCommentProcessingEnabled(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    return settings;
  }

  /** Returns whether a row has no content, as spreadsheets write of a row that was once touched. */
  public static boolean isBlank(String[] row) {
    for (String cell : row) {
      if (!cell.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Returns what {@link CsvInput} has refused, which the parser wraps; or else the failure. */
  public static RuntimeException refusal(RuntimeException wrapped) {
    for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
      if (cause instanceof ImportException refused) {
        return refused;
      }
    }
    return wrapped;
  }
}
