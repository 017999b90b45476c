/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads one line of a list of images, and looks at its file. Thread-safe.
 *
 * @param list the list's file, with its scheme
 * @param columns their names
 * @param hadoop for files
 */
record CsvLine(Path list, List<String> columns, Configuration hadoop) {

  private static final Set<String> NAMING = Set.of("path", "label", "split");

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  /**
   * Refuses what would be a wrong label in silence: further cells, as of a label with a comma, and
   * line breaks in what names an image.
   *
   * @throws ImportException if there are any
   */
  void requirePlain(String[] row, long line) {
    for (int i = 0; i < row.length; i++) {
      if (i >= columns.size() && !row[i].isEmpty()) {
        throw new ImportException(
            "Cannot read the list "
                + list
                + ": line "
                + line
                + " has "
                + row.length
                + " cells, and there are "
                + columns.size()
                + " columns ("
                + Shown.text(String.join(", ", columns))
                + "); put quotes around a cell that has separators in it, or name all columns in the"
                + " first line");
      }
      boolean names = i < columns.size() && NAMING.contains(columns.get(i));
      if (names && row[i].indexOf('\n') >= 0) {
        throw new ImportException(
            "Cannot read the list "
                + list
                + ": the "
                + columns.get(i)
                + " that ends in line "
                + line
                + " has a line break; is a quote missing or too much in line "
                + (line - row[i].chars().filter(c -> c == '\n').count())
                + "?");
      }
    }
  }

  Entry entry(String[] row, long line) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < Math.min(row.length, columns.size()); i++) {
      if (!row[i].isEmpty() && !columns.get(i).isEmpty()) {
        cells.put(columns.get(i), row[i]);
      }
    }
    String path = cells.getOrDefault("path", "");
    String label = cells.getOrDefault("label", "");
    String split = cells.getOrDefault("split", Split.TRAIN.written());
    cells.keySet().removeAll(NAMING);
    if (path.isEmpty()) {
      return new Bad("line " + line, Bad.Reason.MISSING, "The list names no path");
    }
    if (label.isEmpty()) {
      return new Bad(path, Bad.Reason.UNLABELLED, "The list gives it no label");
    }
    Split of;
    try {
      of = SplitNames.of(split);
    } catch (IllegalArgumentException e) {
      return new Bad(path, Bad.Reason.UNKNOWN_SPLIT, String.valueOf(e.getMessage()));
    }
    try {
      return new Listed(path, label, of, place(path), cells);
    } catch (IllegalArgumentException | IOException e) {
      String detail = "Cannot reach it: " + e.getMessage();
      return new Bad(path, Bad.Reason.INACCESSIBLE, detail);
    }
  }

  /** Returns a path as it is if it is absolute or a URI, and else beside the list. */
  static String resolved(Path list, String path) {
    boolean whole = path.startsWith("/") || URI.matcher(path).matches();
    return whole ? path : list.getParent() + "/" + path;
  }

  /** A file that cannot be looked at is reported when it is read. */
  private FilePlace place(String path) throws IOException {
    String file = resolved(list, path);
    Path found = new Path(file);
    FileSystem files = Containers.plain(found, hadoop);
    try {
      return FilePlace.of(file, files.getFileStatus(found));
    } catch (IOException e) {
      return new FilePlace(file, 0, 0);
    }
  }
}
