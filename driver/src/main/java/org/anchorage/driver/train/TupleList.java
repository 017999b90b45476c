/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.plan.FixedTuples;
import org.anchorage.driver.imports.CsvInput;
import org.anchorage.driver.imports.CsvLists;
import org.anchorage.driver.imports.ImportException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The list that {@code batch.tuples} names: ids in columns {@code anchor}, {@code positive} and,
 * for triplets, {@code negative}. A directory or a file {@code *.parquet} is read as Parquet, any
 * other file as CSV in UTF-8. With a header, CSV columns may come in any order, and further columns
 * are ignored; without one they come in the order above. Nothing of it is held.
 */
final class TupleList {

  private static final Key KEY = BatchSettings.TUPLES;
  private static final List<String> COLUMNS = List.of("anchor", "positive", "negative");

  private final SparkSession session;
  private final String uri;

  TupleList(SparkSession session, String uri) {
    this.session = session;
    this.uri = uri;
  }

  /**
   * Reads the list, a tuple at a time.
   *
   * @param use takes the tuples in the order of the list
   * @throws ConfigurationException if there is no list, or a Parquet table lacks the columns
   * @throws ImportException if a quote of a CSV list is not closed, or it is not UTF-8
   */
  <R> R read(Function<Iterator<FixedTuples.Listed>, R> use) {
    Path path = new Path(uri);
    try {
      FileSystem files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
      if (files.getFileStatus(path).isDirectory() || uri.endsWith(".parquet")) {
        return use.apply(parquet());
      }
      try (InputStream input = files.open(path)) {
        return use.apply(new Csv(new CsvInput(input, uri, ',')));
      }
    } catch (FileNotFoundException e) {
      throw new ConfigurationException(KEY, uri, "there is no such file; check the path");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the list " + uri + ": " + e.getMessage(), e);
    }
  }

  /** The tuples of a CSV file. */
  private static final class Csv implements Iterator<FixedTuples.Listed> {

    private final CsvParser parser;
    private final int[] places;
    private String @Nullable [] next;

    Csv(InputStream input) {
      parser = new CsvParser(CsvLists.settings());
      try {
        parser.beginParsing(input, "UTF-8");
      } catch (RuntimeException e) {
        throw CsvLists.refusal(e);
      }
      next = row();
      places = next == null ? new int[0] : places(next);
      if (places.length > 0) {
        next = row();
      }
    }

    /** Returns the next row with content. */
    private String @Nullable [] row() {
      try {
        String @Nullable [] row = parser.parseNext();
        while (row != null && CsvLists.isBlank(row)) {
          row = parser.parseNext();
        }
        return row;
      } catch (TextParsingException e) {
        throw CsvLists.refusal(e);
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public FixedTuples.Listed next() {
      String[] row = next;
      if (row == null) {
        throw new NoSuchElementException();
      }
      String line = "line " + parser.getContext().currentLine();
      next = row();
      return new FixedTuples.Listed(line, ids(row, places));
    }
  }

  /** Returns the columns' places in a header; empty if the row is no header. */
  private static int[] places(String[] row) {
    List<String> names = Arrays.stream(row).map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
    int[] places = COLUMNS.stream().mapToInt(names::indexOf).takeWhile(at -> at >= 0).toArray();
    return places.length < 2 ? new int[0] : places;
  }

  private static List<String> ids(String[] row, int[] places) {
    return places.length == 0
        ? List.of(row)
        : IntStream.of(places).mapToObj(at -> at < row.length ? row[at] : "").toList();
  }

  private Iterator<FixedTuples.Listed> parquet() {
    Dataset<Row> table = session.read().parquet(uri);
    List<String> found = Arrays.asList(table.columns());
    List<String> columns = COLUMNS.stream().filter(found::contains).toList();
    if (!columns.containsAll(COLUMNS.subList(0, 2))) {
      throw new ConfigurationException(
          KEY, uri, "it has columns " + found + "; name them anchor, positive and negative");
    }
    Iterator<Row> rows =
        table.select(columns.stream().map(table::col).toArray(Column[]::new)).toLocalIterator();
    AtomicLong count = new AtomicLong();
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public FixedTuples.Listed next() {
        return listed(rows.next(), count.incrementAndGet());
      }
    };
  }

  private static FixedTuples.Listed listed(Row row, long number) {
    return new FixedTuples.Listed(
        "row " + number,
        IntStream.range(0, row.size())
            .mapToObj(i -> row.isNullAt(i) ? "" : String.valueOf(row.get(i)))
            .toList());
  }
}
