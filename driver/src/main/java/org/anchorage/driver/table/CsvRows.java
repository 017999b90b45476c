/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anchorage.driver.csv.CsvHead;
import org.anchorage.driver.csv.CsvReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads CSV. Its first line names the columns; one without a name is passed over. */
final class CsvRows implements TableReader {

  private final String file;
  private final CsvReader reader;
  private final List<String> names;

  private CsvRows(CsvReader reader, String file) throws IOException {
    this.file = file;
    this.reader = reader;
    String @Nullable [] header = reader.next();
    if (header == null) {
      throw new IOException("The list " + file + " is empty; its first line must name its columns");
    }
    this.names = List.of(header);
    Set<String> before = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !before.add(name)) {
        throw new IOException(
            "The list "
                + file
                + " names the column "
                + name
                + " twice; rename the one that is not meant");
      }
    }
  }

  static CsvRows open(Path file, Configuration hadoop) throws IOException {
    CsvReader reader = CsvReader.open(file, hadoop, CsvHead.read(file, hadoop).separatorOfTable());
    try {
      return new CsvRows(reader, file.toString());
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public List<String> columns() {
    return names.stream().filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public List<String> notes() {
    return reader.notes();
  }

  @Override
  public @Nullable TableRow next() throws IOException {
    String @Nullable [] row = reader.next();
    if (row == null) {
      return null;
    }
    requireNoMore(row);
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(row.length, names.size()); i++) {
      if (!row[i].isEmpty() && !names.get(i).isEmpty()) {
        texts.put(names.get(i), row[i]);
      }
    }
    return new TableRow("line " + reader.line(), texts, Map.of(), Map.of(), Map.of());
  }

  /** A value with a separator in it would be cut in silence. */
  private void requireNoMore(String[] row) throws IOException {
    if (Arrays.stream(row).skip(names.size()).anyMatch(cell -> !cell.isEmpty())) {
      throw new IOException(
          "Cannot read the list "
              + file
              + ": line "
              + reader.line()
              + " has "
              + row.length
              + " cells, and there are "
              + names.size()
              + " columns ("
              + String.join(", ", names)
              + "); put quotes around a cell that has separators in it");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
