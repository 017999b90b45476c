/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads one line of a list of images, and looks at its file. Thread-safe.
 *
 * @param list the list's file, with its scheme
 * @param hadoop for files
 */
record CsvLine(Path list, Configuration hadoop) {

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  Entry entry(List<String> columns, String[] row, long line) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < Math.min(row.length, columns.size()); i++) {
      if (!row[i].isEmpty()) {
        cells.put(columns.get(i), row[i]);
      }
    }
    String path = cells.getOrDefault("path", "");
    String label = cells.getOrDefault("label", "");
    String split = cells.getOrDefault("split", Split.TRAIN.written());
    cells.keySet().removeAll(List.of("path", "label", "split"));
    if (path.isEmpty()) {
      return new Bad("line " + line, Bad.Reason.MISSING, "The list names no path");
    }
    if (label.isEmpty()) {
      return new Bad(path, Bad.Reason.UNLABELLED, "The list gives it no label");
    }
    Split of;
    try {
      of = Split.of(split);
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
