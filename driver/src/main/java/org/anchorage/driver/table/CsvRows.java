/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.imports.CsvLists;
import org.anchorage.driver.imports.Utf8Input;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads CSV in UTF-8. Its first line names the columns. */
final class CsvRows implements TableReader {

  private static final int MOST_COLUMNS = 1 << 14;

  private final InputStream input;
  private final CsvParser parser;
  private final List<String> columns;

  private CsvRows(InputStream input, String file) throws IOException {
    CsvParserSettings settings = CsvLists.settings();
    settings.setMaxColumns(MOST_COLUMNS);
    this.input = input;
    this.parser = new CsvParser(settings);
    try {
      parser.beginParsing(input, "UTF-8");
    } catch (RuntimeException e) {
      throw CsvLists.refusal(e);
    }
    String @Nullable [] header = line();
    if (header == null) {
      throw new IOException("The list " + file + " is empty; its first line must name its columns");
    }
    this.columns = List.of(header);
  }

  static CsvRows open(Path file, Configuration hadoop) throws IOException {
    InputStream input = new Utf8Input(file.getFileSystem(hadoop).open(file), file.toString());
    try {
      return new CsvRows(input, file.toString());
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private String @Nullable [] line() {
    try {
      return parser.parseNext();
    } catch (TextParsingException e) {
      throw CsvLists.refusal(e);
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable TableRow next() {
    String @Nullable [] line = line();
    if (line == null) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(line.length, columns.size()); i++) {
      if (!line[i].isEmpty()) {
        texts.put(columns.get(i), line[i]);
      }
    }
    return new TableRow(
        "line " + parser.getContext().currentLine(), texts, Map.of(), Map.of(), Map.of());
  }

  @Override
  public void close() throws IOException {
    parser.stopParsing();
    input.close();
  }
}
