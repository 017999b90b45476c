/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.plan.FixedTuples;
import org.anchorage.driver.csv.CsvException;
import org.anchorage.driver.csv.CsvHead;
import org.anchorage.driver.csv.CsvReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list that {@code batch.tuples} names: ids in columns {@code anchor}, {@code positive} and,
 * for triplets, {@code negative}. A directory or a file {@code *.parquet} is read as Parquet, any
 * other file as CSV. With a header, CSV columns may come in any order, and further columns are
 * ignored; without one they come in the order above. Nothing of it is held.
 */
final class TupleList {

  private static final Logger LOG = LoggerFactory.getLogger(TupleList.class);
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
   * @throws CsvException if a CSV list cannot be read as it is meant
   */
  <R> R read(Function<Iterator<FixedTuples.Listed>, R> use) {
    Path path = new Path(uri);
    try {
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      FileSystem files = path.getFileSystem(hadoop);
      if (files.getFileStatus(path).isDirectory() || uri.endsWith(".parquet")) {
        return use.apply(parquet());
      }
      char separator = CsvHead.read(path, hadoop).separator(TupleList::fit);
      try (CsvReader reader = CsvReader.open(path, hadoop, separator)) {
        reader.notes().forEach(LOG::info);
        return use.apply(new Csv(reader));
      }
    } catch (FileNotFoundException e) {
      throw new ConfigurationException(KEY, uri, "there is no such file; check the path");
    } catch (UncheckedIOException e) {
      throw unreadable(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("Cannot read the list " + uri + ": " + e.getMessage(), e);
  }

  /** A header with known names fits best, and else rows of two or three ids. */
  private static int fit(List<String[]> rows) {
    if (!rows.isEmpty() && places(rows.get(0)).length > 0) {
      return Integer.MAX_VALUE;
    }
    return (int) rows.stream().filter(row -> row.length == 2 || row.length == 3).count();
  }

  /** The tuples of a CSV file. */
  private static final class Csv implements Iterator<FixedTuples.Listed> {

    private final CsvReader reader;
    private final int[] places;
    private String @Nullable [] next;

    Csv(CsvReader reader) {
      this.reader = reader;
      next = row();
      places = next == null ? new int[0] : places(next);
      if (places.length > 0) {
        next = row();
      }
    }

    private String @Nullable [] row() {
      try {
        return reader.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
      String line = "line " + reader.line();
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
