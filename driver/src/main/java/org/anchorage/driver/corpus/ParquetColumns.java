/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a Parquet file, found by name and read without Spark, one column of one row group at a
 * time. Pages are verified by their checksums, if they have any. Not thread-safe.
 */
public final class ParquetColumns implements AutoCloseable {

  private final FileStatus file;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final Map<String, ColumnDescriptor> columns = new HashMap<>();
  private int rows;
  private @Nullable ColumnReadStore group;

  /** Takes a value of a row of the group. */
  @FunctionalInterface
  public interface Strings {
    void take(int row, String value);
  }

  /** Takes a value of a row of the group, and its place in the row's list. */
  @FunctionalInterface
  public interface Floats {
    void take(int row, int at, float value);
  }

  private ParquetColumns(FileStatus file, ParquetFileReader reader, String... names) {
    this.file = file;
    this.reader = reader;
    MessageType all = reader.getFileMetaData().getSchema();
    Type[] wanted = new Type[names.length];
    for (int i = 0; i < names.length; i++) {
      if (!all.containsField(names[i])) {
        throw new ArtifactException(
            file.getPath() + " has no column '" + names[i] + "'; make the artifact again");
      }
      wanted[i] = all.getType(names[i]);
    }
    this.schema = new MessageType(all.getName(), wanted);
    schema.getColumns().forEach(column -> columns.put(column.getPath()[0], column));
    reader.setRequestedSchema(schema);
  }

  /**
   * Opens a file.
   *
   * @param names of the columns that will be read
   * @throws ArtifactException if a column is missing
   * @throws IOException if it cannot be read, or is not a Parquet file
   */
  public static ParquetColumns open(FileStatus file, Configuration hadoop, String... names)
      throws IOException {
    ParquetFileReader reader = reader(file, hadoop);
    try {
      return new ParquetColumns(file, reader, names);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static ParquetFileReader reader(FileStatus file, Configuration hadoop)
      throws IOException {
    try {
      return ParquetFileReader.open(
          HadoopInputFile.fromStatus(file, hadoop),
          HadoopReadOptions.builder(hadoop).usePageChecksumVerification().build());
    } catch (RuntimeException e) {
      // Parquet throws a plain one for a file that is cut short.
      throw new IOException(e.getMessage(), e);
    }
  }

  private @Nullable PageReadStore pages() throws IOException {
    try {
      return reader.readNextRowGroup();
    } catch (RuntimeException e) {
      // Parquet throws several that have nothing in common if a page's header is damaged.
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Goes on to the next group of rows, and returns whether there is one. */
  public boolean next() throws IOException {
    PageReadStore pages = pages();
    if (pages == null) {
      return false;
    }
    rows = Math.toIntExact(pages.getRowCount());
    group =
        new ColumnReadStoreImpl(
            pages, new Unconverted(), schema, reader.getFileMetaData().getCreatedBy());
    return true;
  }

  /**
   * Returns a column of whole numbers.
   *
   * @throws ArtifactException if a row has none
   */
  public int[] ints(String name) {
    ColumnReader column = column(name);
    int[] values = new int[rows];
    for (int i = 0; i < rows; i++) {
      requireValue(column, name, i);
      values[i] = column.getInteger();
      column.consume();
    }
    return values;
  }

  /**
   * Returns a column of floats.
   *
   * @throws ArtifactException if a row has none
   */
  public float[] floats(String name) {
    ColumnReader column = column(name);
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      requireValue(column, name, i);
      values[i] = column.getFloat();
      column.consume();
    }
    return values;
  }

  /**
   * Reads a column of strings.
   *
   * @throws ArtifactException if a row has none
   */
  public void strings(String name, Strings taker) {
    ColumnReader column = column(name);
    for (int i = 0; i < rows; i++) {
      requireValue(column, name, i);
      taker.take(i, column.getBinary().toStringUsingUTF8());
      column.consume();
    }
  }

  /**
   * Reads a column of lists of floats.
   *
   * @param length of every list
   * @throws ArtifactException if a list has another length
   */
  public void floats(String name, int length, Floats taker) {
    ColumnReader column = column(name);
    for (int i = 0; i < rows; i++) {
      int at = 0;
      do {
        if (isValue(column)) {
          if (at < length) {
            taker.take(i, at, column.getFloat());
          }
          at++;
        }
        column.consume();
      } while (column.getCurrentRepetitionLevel() > 0);
      if (at != length) {
        throw new ArtifactException(
            file.getPath()
                + " has a "
                + name
                + " of "
                + at
                + " floats, and its manifest says "
                + length
                + "; make the artifact again");
      }
    }
  }

  private ColumnReader column(String name) {
    ColumnReadStore current = group;
    ColumnDescriptor column = columns.get(name);
    if (current == null || column == null) {
      throw new IllegalStateException("Open " + name + ", and call next() before reading it");
    }
    return current.getColumnReader(column);
  }

  private static boolean isValue(ColumnReader column) {
    return column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel();
  }

  private void requireValue(ColumnReader column, String name, int row) {
    if (!isValue(column)) {
      throw new ArtifactException(
          file.getPath() + " has no " + name + " in its row " + row + "; make the artifact again");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Does nothing. Parquet asks for a converter of each column, even if values need none. */
  private static final class Unconverted extends GroupConverter {

    @Override
    public Converter getConverter(int field) {
      return this;
    }

    @Override
    public PrimitiveConverter asPrimitiveConverter() {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
