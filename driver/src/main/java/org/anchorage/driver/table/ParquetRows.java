/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads a file of Parquet. Columns that {@link ParquetCells} does not know are left out. */
final class ParquetRows implements TableReader {

  private final Path file;
  private final List<String> columns;
  private final ParquetReader<Group> reader;
  private long row;

  private ParquetRows(Path file, List<String> columns, ParquetReader<Group> reader) {
    this.file = file;
    this.columns = columns;
    this.reader = reader;
  }

  static ParquetRows open(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader footer =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      List<Type> fields = footer.getFileMetaData().getSchema().getFields();
      return new ParquetRows(
          file,
          fields.stream().filter(type -> !ParquetCells.isMap(type)).map(Type::getName).toList(),
          ParquetReader.builder(new GroupReadSupport(), file)
              .withConf(hadoop)
              .usePageChecksumVerification()
              .build());
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
  }

  /** Parquet throws several that have nothing in common if a file is cut short or damaged. */
  private static IOException damaged(Path file, RuntimeException e) {
    return new IOException(
        "Cannot read " + file + " as a file of Parquet: " + e.getMessage() + "; write it again", e);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable TableRow next() throws IOException {
    Group group;
    try {
      group = reader.read();
    } catch (RuntimeException e) {
      throw damaged(file, e);
    }
    if (group == null) {
      return null;
    }
    TableRow read =
        new TableRow(
            "row " + ++row,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            ParquetCells.entries(group));
    for (int field = 0; field < group.getType().getFieldCount(); field++) {
      ParquetCells.add(group, field, read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
