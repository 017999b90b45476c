/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Image files named in a list: {@code path,label} or {@code path,label,split}, in UTF-8. Paths are
 * relative to the list, or absolute, or URIs. With a header, columns may come in any order, and
 * further columns become attributes. An image without a split is in {@code train}.
 */
final class CsvSource implements Source {

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
  private static final Map<String, String> COLUMNS =
      Map.of(
          "path",
          "path",
          "image",
          "path",
          "file",
          "path",
          "filename",
          "path",
          "label",
          "label",
          "class",
          "label",
          "class_name",
          "label",
          "split",
          "split");

  private final Configuration hadoop;
  private final Path list;
  private final List<Listed> images = new ArrayList<>();
  private final List<Bad> bad = new ArrayList<>();

  CsvSource(Path list, Configuration hadoop) throws IOException {
    this.hadoop = hadoop;
    FileSystem files = list.getFileSystem(hadoop);
    this.list = files.makeQualified(list);
    try (InputStream input = files.open(list)) {
      parse(input);
    }
    images.sort(Listed.ORDER);
  }

  private void parse(InputStream input) {
    CsvParserSettings settings = new CsvParserSettings();
    // Lists are edited on several systems: a \r before the \n is trimmed like a blank.
    settings.getFormat().setLineSeparator("\n");
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(input, "UTF-8");
    List<String> columns = List.of("path", "label", "split");
    boolean first = true;
    for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
      List<String> header = header(row);
      if (first && header.contains("path") && header.contains("label")) {
        columns = header;
      } else {
        add(columns, row, parser.getContext().currentLine());
      }
      first = false;
    }
  }

  private static List<String> header(String[] row) {
    List<String> names = new ArrayList<>();
    for (String cell : row) {
      String name = cell.toLowerCase(Locale.ROOT);
      names.add(COLUMNS.getOrDefault(name, cell));
    }
    return names;
  }

  private void add(List<String> columns, String[] row, long line) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < Math.min(row.length, columns.size()); i++) {
      if (!row[i].isEmpty()) {
        cells.put(columns.get(i), row[i]);
      }
    }
    String path = cells.getOrDefault("path", "");
    String label = cells.getOrDefault("label", "");
    String split = cells.getOrDefault("split", Split.TRAIN.written());
    cells.keySet().removeAll(COLUMNS.values());
    if (path.isEmpty()) {
      bad.add(new Bad("line " + line, Bad.Reason.MISSING, "The list names no path"));
    } else if (label.isEmpty()) {
      bad.add(new Bad(path, Bad.Reason.UNLABELLED, "The list gives it no label"));
    } else {
      try {
        images.add(new Listed(path, label, Split.of(split), cells));
      } catch (IllegalArgumentException e) {
        bad.add(new Bad(path, Bad.Reason.UNKNOWN_SPLIT, String.valueOf(e.getMessage())));
      }
    }
  }

  @Override
  public String description() {
    return "list " + list;
  }

  @Override
  public long estimatedCount() {
    return (long) images.size() + bad.size();
  }

  @Override
  public Set<String> classes(Split split) {
    return Listed.classes(images, split);
  }

  @Override
  public void read(Sink sink) throws IOException {
    for (Bad each : bad) {
      sink.bad(each);
    }
    for (Listed image : images) {
      Path file;
      FileSystem files;
      try {
        file = resolve(image.id());
        files = file.getFileSystem(hadoop);
      } catch (IllegalArgumentException | IOException e) {
        String detail = "Cannot reach it: " + e.getMessage();
        sink.bad(new Bad(image.id(), Bad.Reason.INACCESSIBLE, detail));
        continue;
      }
      EncodedBytes.bring(files, file, image, sink);
    }
  }

  private Path resolve(String path) {
    return path.startsWith("/") || URI.matcher(path).matches()
        ? new Path(path)
        : new Path(list.getParent() + "/" + path);
  }
}
