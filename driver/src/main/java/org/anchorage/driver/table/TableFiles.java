/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.anchorage.driver.imports.FilePattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table's files, one file after the other in the order of their names. One file is
 * open at a time.
 */
public final class TableFiles implements TableReader {

  private final Configuration hadoop;
  private final Deque<Path> waiting;
  private final List<String> columns;
  private TableReader open;

  private TableFiles(List<Path> files, Configuration hadoop) throws IOException {
    this.hadoop = hadoop;
    this.waiting = new ArrayDeque<>(files);
    this.open = reader(waiting.removeFirst(), hadoop);
    this.columns = open.columns();
  }

  /**
   * Opens a table: files of Parquet, which are named by a pattern or by their directory, or a file
   * of Parquet or CSV.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public static TableFiles open(Path place, Configuration hadoop) throws IOException {
    return new TableFiles(files(place, hadoop), hadoop);
  }

  /** Returns whether a place names files of Parquet, or a directory that holds some. */
  public static boolean isParquet(Path place, Configuration hadoop) throws IOException {
    FileSystem system = place.getFileSystem(hadoop);
    if (isParquet(place)) {
      return true;
    }
    try {
      return !FilePattern.isPattern(place.toString())
          && system.getFileStatus(place).isDirectory()
          && files(place, hadoop).size() > 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static boolean isParquet(Path file) {
    return TableFormat.of(file.getName()).equals(Optional.of(TableFormat.PARQUET));
  }

  private static List<Path> files(Path place, Configuration hadoop) throws IOException {
    List<Path> files =
        FilePattern.files(place, List.of(TableFormat.PARQUET.ending()), hadoop).stream()
            .map(Path::new)
            // As in Spark and MapReduce: files with such names hold no rows.
            .filter(file -> !file.getName().startsWith("_") && !file.getName().startsWith("."))
            .toList();
    if (files.isEmpty()) {
      throw new FileNotFoundException("no file fits " + place);
    }
    return files;
  }

  private static TableReader reader(Path file, Configuration hadoop) throws IOException {
    return isParquet(file) ? ParquetRows.open(file, hadoop) : CsvRows.open(file, hadoop);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> notes() {
    return open.notes();
  }

  @Override
  public @Nullable TableRow next() throws IOException {
    while (true) {
      TableRow row = open.next();
      if (row != null || waiting.isEmpty()) {
        return row;
      }
      open.close();
      open = reader(waiting.removeFirst(), hadoop);
    }
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
