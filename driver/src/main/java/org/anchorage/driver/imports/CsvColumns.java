/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anchorage.driver.csv.CsvException;
import org.anchorage.driver.csv.CsvHead;
import org.anchorage.driver.csv.CsvReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a list are.
 *
 * @param separator between cells
 * @param names of the columns; {@code path}, {@code label} and {@code split} have a meaning, an
 *     empty one is passed over
 * @param header whether the first line names them
 */
record CsvColumns(char separator, List<String> names, boolean header) implements Serializable {

  private static final String PATHS = "path, image, file or filename";
  private static final double MOST = 0.9;
  private static final Map<String, String> MEANINGS =
      Map.of(
          "path", "path",
          "image", "path",
          "file", "path",
          "filename", "path",
          "label", "label",
          "class", "label",
          "class_name", "label",
          "split", "split");

  CsvColumns {
    names = List.copyOf(names);
  }

  /**
   * Tells the columns from the first lines of a list.
   *
   * @throws ImportException if they are not those of a list
   */
  static CsvColumns read(Path list, Configuration hadoop) throws IOException {
    Packed.refuse(list.toString(), hadoop);
    CsvHead head;
    try {
      head = CsvHead.read(list, hadoop);
    } catch (CsvException e) {
      throw new ImportException(e);
    }
    char separator = head.separator(CsvColumns::fit);
    return of(separator, head.rows(separator), list.toString());
  }

  /** A separator fits if it divides the lines; better if it yields paths, or a known header. */
  private static int fit(List<String[]> rows) {
    long divided = rows.stream().filter(row -> row.length > 1).count();
    if (rows.isEmpty() || divided < MOST * rows.size()) {
      return 0;
    }
    if (named(rows.get(0)) != null) {
      return 3;
    }
    long images =
        rows.stream().filter(row -> Arrays.stream(row).anyMatch(CsvColumns::isImage)).count();
    return 2 * images >= rows.size() ? 2 : 1;
  }

  /**
   * Tells the columns from the first rows of a list.
   *
   * @param rows without blank ones
   * @throws ImportException if they are not those of a list
   */
  static CsvColumns of(char separator, List<String[]> rows, String file) {
    if (rows.isEmpty()) {
      return new CsvColumns(separator, List.of("path", "label", "split"), false);
    }
    if (rows.stream().allMatch(row -> row.length == 1)) {
      throw refused(
          file, "its lines have one column, and a path and a label are needed, with ',' between");
    }
    @Nullable List<String> named = named(rows.get(0));
    if (named != null) {
      requireOnce(named, rows.get(0), file);
    } else if (isHeader(rows)) {
      throw refused(
          file,
          "the first line looks like a header ("
              + Shown.text(String.join(", ", rows.get(0)))
              + "), but it does not name a path ("
              + PATHS
              + ") and a label (label, class or class_name); rename its columns");
    }
    CsvColumns columns =
        new CsvColumns(
            separator, named == null ? List.of("path", "label", "split") : named, named != null);
    columns.requireInOrder(rows, file);
    return columns;
  }

  private static @Nullable List<String> named(String[] row) {
    List<String> names = new ArrayList<>();
    for (String cell : row) {
      names.add(MEANINGS.getOrDefault(cell.toLowerCase(Locale.ROOT), cell));
    }
    return names.contains("path") && names.contains("label") ? names : null;
  }

  private static void requireOnce(List<String> names, String[] written, String file) {
    for (int i = 0; i < names.size(); i++) {
      int first = names.indexOf(names.get(i));
      if (first < i && !names.get(i).isEmpty()) {
        throw refused(
            file,
            "its header names the "
                + Shown.text(names.get(i))
                + " twice, as "
                + Shown.text(written[first])
                + " and as "
                + Shown.text(written[i])
                + "; rename the one that is not meant");
      }
    }
  }

  /** A first line of no image is a header if a word of headers is in it, or all others are. */
  private static boolean isHeader(List<String[]> rows) {
    String[] first = rows.get(0);
    Set<String> words = new HashSet<>();
    for (String cell : first) {
      if (isImage(cell)) {
        return false;
      }
      words.add(cell.toLowerCase(Locale.ROOT));
    }
    words.retainAll(MEANINGS.keySet());
    boolean others = rows.size() > 1;
    for (String[] row : rows.subList(1, rows.size())) {
      others &= Arrays.stream(row).anyMatch(CsvColumns::isImage);
    }
    return others ? first[0].indexOf('/') < 0 : words.contains("label") || words.contains("path");
  }

  private void requireInOrder(List<String[]> rows, String file) {
    int path = names.indexOf("path");
    int label = names.indexOf("label");
    int swapped = 0;
    for (String[] row : rows.subList(header ? 1 : 0, rows.size())) {
      boolean pathIs = path < row.length && isImage(row[path]);
      boolean labelIs = label < row.length && isImage(row[label]);
      if (pathIs || !labelIs) {
        return;
      }
      swapped++;
    }
    if (swapped > 0) {
      throw refused(
          file,
          "no path is that of an image, and every label is; are the columns swapped? Write a first"
              + " line that names them, e.g. label"
              + separator
              + "path");
    }
  }

  private static boolean isImage(String cell) {
    int dot = cell.lastIndexOf('.');
    return dot > 0 && ImagePath.isImage(cell.substring(dot + 1));
  }

  /** Returns what was found, in words. */
  String said() {
    String between = CsvReader.between(separator);
    return header
        ? "The list's columns, by its first line: "
            + String.join(", ", names)
            + ", with "
            + between
            + " between"
        : "The list has no header; its columns are path, label and split, with "
            + between
            + " between";
  }

  private static ImportException refused(String file, String why) {
    return new ImportException("Cannot read the list " + file + ": " + why);
  }
}
