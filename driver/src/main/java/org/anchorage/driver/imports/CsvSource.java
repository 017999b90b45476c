/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.anchorage.driver.csv.CsvException;
import org.anchorage.driver.csv.CsvReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Image files named in a list: {@code path,label} or {@code path,label,split}, in UTF-8. Paths are
 * relative to the list, or absolute, or URIs. With a header, columns may come in any order, and
 * further columns become attributes. Cells may be separated by {@code ,}, {@code ;}, a tab or
 * {@code |}. An image without a split is in {@code train}. One task reads the list, and looks at
 * {@value Requests#MOST} files at a time.
 */
final class CsvSource implements Source {

  private static final int WAITING = 256;
  private final Path list;
  private final CsvColumns columns;

  CsvSource(Path list, Configuration hadoop) throws IOException {
    FileSystem files = list.getFileSystem(hadoop);
    this.list = files.makeQualified(list);
    files.getFileStatus(list);
    this.columns = CsvColumns.read(this.list, hadoop);
  }

  @Override
  public String description() {
    return "list " + list;
  }

  @Override
  public List<String> notes() {
    return List.of(columns.said());
  }

  @Override
  public List<Part> parts(int wanted) {
    return List.of(new Whole(list.toString(), columns));
  }

  /** A list. */
  private record Whole(String place, CsvColumns columns) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      return new Lines(new Path(place), columns, hadoop);
    }
  }

  /** The lines of a list. */
  private static final class Lines extends EntryIterator {

    private final CsvLine reader;
    private final CsvReader rows;
    private final Requests requests = new Requests();
    private final Deque<Future<Entry>> waiting = new ArrayDeque<>();
    private boolean header;
    private boolean ended;

    Lines(Path list, CsvColumns columns, Configuration hadoop) throws IOException {
      this.reader = new CsvLine(list, columns.names(), hadoop);
      this.header = columns.header();
      try {
        this.rows = CsvReader.open(list, hadoop, columns.separator());
      } catch (CsvException e) {
        throw new ImportException(e);
      }
    }

    private String @Nullable [] row() throws IOException {
      try {
        return rows.next();
      } catch (CsvException e) {
        throw new ImportException(e);
      }
    }

    @Override
    @Nullable Entry advance() throws IOException {
      while (!ended && waiting.size() < WAITING) {
        submit(row());
      }
      @Nullable Future<Entry> oldest = waiting.poll();
      if (oldest == null) {
        requests.close();
        rows.close();
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
      if (header) {
        header = false;
        return;
      }
      long line = rows.line();
      reader.requirePlain(row, line);
      waiting.add(requests.submit(() -> reader.entry(row, line)));
    }
  }
}
