/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Image files named in a list: {@code path,label} or {@code path,label,split}, in UTF-8. Paths are
 * relative to the list, or absolute, or URIs. With a header, columns may come in any order, and
 * further columns become attributes. An image without a split is in {@code train}. One task reads
 * the list, and looks at {@value Requests#MOST} files at a time.
 */
final class CsvSource implements Source {

  private static final int WAITING = 256;
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

  private final Path list;

  CsvSource(Path list, Configuration hadoop) throws IOException {
    FileSystem files = list.getFileSystem(hadoop);
    this.list = files.makeQualified(list);
    files.getFileStatus(list);
  }

  @Override
  public String description() {
    return "list " + list;
  }

  @Override
  public List<Part> parts(int wanted) {
    String place = list.toString();
    return List.of(new Whole(place));
  }

  /** A list. */
  private record Whole(String place) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      return new Lines(new Path(place), hadoop);
    }
  }

  /** The lines of a list. */
  private static final class Lines extends EntryIterator {

    private final CsvLine reader;
    private final CsvParser parser;
    private final InputStream input;
    private final Requests requests = new Requests();
    private final Deque<Future<Entry>> waiting = new ArrayDeque<>();
    private List<String> columns = List.of("path", "label", "split");
    private boolean first = true;
    private boolean ended;

    Lines(Path list, Configuration hadoop) throws IOException {
      this.reader = new CsvLine(list, hadoop);
      this.input = new Utf8Input(list.getFileSystem(hadoop).open(list), list.toString());
      this.parser = new CsvParser(CsvLists.settings());
      Packed.refuse(list.toString(), hadoop);
      try {
        parser.beginParsing(input, "UTF-8");
      } catch (RuntimeException e) {
        throw CsvLists.refusal(e);
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
    @Nullable Entry advance() throws IOException {
      while (!ended && waiting.size() < WAITING) {
        submit(line());
      }
      @Nullable Future<Entry> oldest = waiting.poll();
      if (oldest == null) {
        requests.close();
        input.close();
        return null;
      }
      try {
        return oldest.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("Cannot look at a file of the list", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the import was interrupted", e);
      }
    }

    private void submit(String @Nullable [] row) {
      if (row == null) {
        ended = true;
        return;
      }
      List<String> header = header(row);
      if (first && header.contains("path") && header.contains("label")) {
        columns = header;
      } else {
        List<String> names = columns;
        long line = parser.getContext().currentLine();
        waiting.add(requests.submit(() -> reader.entry(names, row, line)));
      }
      first = false;
    }

    private static List<String> header(String[] row) {
      List<String> names = new ArrayList<>();
      for (String cell : row) {
        String name = cell.toLowerCase(Locale.ROOT);
        names.add(COLUMNS.getOrDefault(name, cell));
      }
      return names;
    }
  }
}
