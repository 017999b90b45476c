/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Tells from the first lines of a list what lies between cells, and what the columns are. */
final class CsvHead {

  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_ROWS = 100;
  private static final double MOST = 0.9;

  private CsvHead() {}

  /**
   * Reads the first lines.
   *
   * @throws ImportException if they are not those of a list
   */
  static CsvColumns read(Path list, Configuration hadoop) throws IOException {
    byte[] bytes;
    Packed.refuse(list.toString(), hadoop);
    try (InputStream in = list.getFileSystem(hadoop).open(list)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    // What is no UTF-8 is refused at its line when the list is read.
    String head = new String(bytes, StandardCharsets.UTF_8);
    head = head.startsWith("\ufeff") ? head.substring(1) : head;
    if (head.indexOf('\n') < 0 && head.indexOf('\r') >= 0 && !head.endsWith("\r")) {
      throw new ImportException(
          "Cannot read the list " + list + ": its lines end with CR alone; save it with LF");
    }
    int whole = bytes.length < MOST_BYTES ? head.length() : head.lastIndexOf('\n') + 1;
    return of(head.substring(0, whole), list.toString());
  }

  static CsvColumns of(String head, String file) {
    char best = SEPARATORS[0];
    int most = 0;
    for (char separator : SEPARATORS) {
      int fit = fit(rows(head, separator));
      if (fit > most) {
        most = fit;
        best = separator;
      }
    }
    return CsvColumns.of(best, rows(head, best), file);
  }

  /** A separator fits if it divides the lines; better if it yields paths, or a known header. */
  private static int fit(List<String[]> rows) {
    long divided = rows.stream().filter(row -> row.length > 1).count();
    if (rows.isEmpty() || divided < MOST * rows.size()) {
      return 0;
    }
    if (CsvColumns.isKnown(rows.get(0))) {
      return 3;
    }
    long images = 0;
    for (String[] row : rows) {
      boolean found = false;
      for (String cell : row) {
        found |= CsvColumns.isImage(cell);
      }
      images += found ? 1 : 0;
    }
    return 2 * images >= rows.size() ? 2 : 1;
  }

  private static List<String[]> rows(String head, char separator) {
    CsvParserSettings settings = CsvLists.settings();
    settings.getFormat().setDelimiter(separator);
    CsvParser parser = new CsvParser(settings);
    List<String[]> rows = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(head));
      for (String[] row = parser.parseNext();
          row != null && rows.size() < MOST_ROWS;
          row = parser.parseNext()) {
        if (!CsvLists.isBlank(row)) {
          rows.add(row);
        }
      }
      return rows;
    } catch (TextParsingException e) {
      // Too many columns for a list: this is not what lies between cells.
      return List.of();
    }
  }
}
