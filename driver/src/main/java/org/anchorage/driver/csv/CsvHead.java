/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The first lines of a list, which tell what lies between its cells. Immutable.
 *
 * @param text at most 64 KiB of whole lines, without a byte order mark
 * @param file the list's name, for messages
 */
public record CsvHead(String text, String file) {

  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_ROWS = 100;

  /**
   * Reads the first lines.
   *
   * @throws CsvException if lines end as no list's do
   * @throws IOException if the list cannot be read
   */
  public static CsvHead read(Path list, Configuration hadoop) throws IOException {
    byte[] bytes;
    try (InputStream in = list.getFileSystem(hadoop).open(list)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    // What is no UTF-8 is refused at its line when the list is read.
    String head = new String(bytes, StandardCharsets.UTF_8);
    head = head.startsWith("\ufeff") ? head.substring(1) : head;
    if (head.indexOf('\n') < 0 && head.indexOf('\r') >= 0 && !head.endsWith("\r")) {
      throw new CsvException(
          "Cannot read the list " + list + ": its lines end with CR alone; save it with LF");
    }
    int whole = bytes.length < MOST_BYTES ? head.length() : head.lastIndexOf('\n') + 1;
    return new CsvHead(head.substring(0, whole), list.toString());
  }

  /**
   * Returns what lies between cells: the separator whose rows fit best; a comma if none does.
   *
   * @param fit how well rows fit, above 0 if they do; it is asked with the rows that a separator
   *     makes, without blank ones
   */
  public char separator(ToIntFunction<List<String[]>> fit) {
    char best = SEPARATORS[0];
    int most = 0;
    for (char separator : SEPARATORS) {
      int fits = fit.applyAsInt(rows(separator));
      if (fits > most) {
        most = fits;
        best = separator;
      }
    }
    return best;
  }

  /**
   * Returns the separator of a list whose first line names its columns: one that divides the first
   * line, best all lines into as many cells; a comma if none does.
   */
  public char separatorOfTable() {
    return separator(
        rows -> {
          int columns = rows.isEmpty() ? 0 : rows.get(0).length;
          if (columns < 2) {
            return 0;
          }
          return rows.stream().allMatch(row -> row.length == columns) ? 2 : 1;
        });
  }

  /** Returns the first rows, at most {@value #MOST_ROWS}, without blank ones; none if it fails. */
  public List<String[]> rows(char separator) {
    List<String[]> rows = new ArrayList<>();
    InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (CsvReader reader = CsvReader.unchecked(bytes, file, separator)) {
      for (String[] row = reader.next();
          row != null && rows.size() < MOST_ROWS;
          row = reader.next()) {
        rows.add(row);
      }
      return rows;
    } catch (CsvException | IOException e) {
      // Too many columns for a list: this is not what lies between cells.
      return List.of();
    }
  }
}
