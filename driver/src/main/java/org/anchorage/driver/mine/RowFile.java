/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.corpus.StableParquet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of strings, ints and floats as a file of Parquet, as Spark SQL reads it. Its bytes
 * depend on the rows alone. Spark SQL itself takes seconds for the first table that it writes. Not
 * thread-safe.
 */
final class RowFile extends WriteSupport<Row> {

  private static final Logger LOG = LoggerFactory.getLogger(RowFile.class);

  /** Holds what is not finished; see {@link #finish}. */
  private static final String TEMPORARY = "_temporary";

  private final StructType schema;

  /** Set by parquet before the first row. */
  private @Nullable RecordConsumer consumer;

  private RowFile(StructType schema) {
    this.schema = schema;
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {

    private final StructType schema;

    Builder(OutputFile file, StructType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration hadoop) {
      return new RowFile(schema);
    }
  }

  /**
   * Writes a part of a table, whole or not at all. If it cannot be written, folders that are empty
   * are removed, too: the artifact may have been removed in the meantime, and then they were made
   * anew.
   *
   * @param directory of the table
   * @param part number of the file
   * @throws ArtifactException if it cannot be written
   */
  static void write(
      Path directory, int part, StructType schema, Iterator<Row> rows, Configuration hadoop) {
    Path file = new Path(directory, String.format(Locale.ROOT, "part-%05d.snappy.parquet", part));
    Path temporary = new Path(new Path(directory, TEMPORARY), UUID.randomUUID().toString());
    boolean complete = false;
    try {
      try (ParquetWriter<Row> writer =
          new Builder(new StableParquet(HadoopOutputFile.fromPath(temporary, hadoop)), schema)
              .withConf(hadoop)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .build()) {
        while (rows.hasNext()) {
          writer.write(rows.next());
        }
      }
      Replacement.rename(file.getFileSystem(hadoop), temporary, file, hadoop);
      complete = true;
    } catch (IOException e) {
      throw new ArtifactException("Cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      if (!complete) {
        discard(temporary, directory.getParent(), hadoop);
      }
    }
  }

  private static void discard(Path temporary, Path artifact, Configuration hadoop) {
    try {
      FileSystem files = temporary.getFileSystem(hadoop);
      files.delete(temporary, false /* recursive */);
      Path folder = temporary.getParent();
      while (!folder.equals(artifact.getParent()) && files.listStatus(folder).length == 0) {
        files.delete(folder, false /* recursive */);
        folder = folder.getParent();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} is left: {}", temporary, e.getMessage());
    }
  }

  /** Removes what tries that failed have left of a table. */
  static void finish(Path directory, Configuration hadoop) throws IOException {
    directory.getFileSystem(hadoop).delete(new Path(directory, TEMPORARY), true /* recursive */);
  }

  @Override
  public WriteContext init(Configuration hadoop) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (StructField field : schema.fields()) {
      message.addField(type(field));
    }
    MessageType type = message.named("table");
    return new WriteContext(type, Map.of());
  }

  private static PrimitiveType type(StructField field) {
    if (field.dataType().equals(DataTypes.StringType)) {
      return Types.required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(field.name());
    }
    if (field.dataType().equals(DataTypes.IntegerType)) {
      return Types.required(PrimitiveTypeName.INT32).named(field.name());
    }
    if (field.dataType().equals(DataTypes.FloatType)) {
      return Types.required(PrimitiveTypeName.FLOAT).named(field.name());
    }
    throw new IllegalArgumentException(
        "Column " + field.name() + " is " + field.dataType() + ", not a string, int or float");
  }

  @Override
  public void prepareForWrite(RecordConsumer given) {
    consumer = given;
  }

  @Override
  public void write(Row row) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    out.startMessage();
    for (int i = 0; i < schema.length(); i++) {
      String name = schema.apply(i).name();
      out.startField(name, i);
      Object value = row.get(i);
      if (value instanceof Integer whole) {
        out.addInteger(whole);
      } else if (value instanceof Float real) {
        out.addFloat(real);
      } else {
        out.addBinary(Binary.fromString((String) value));
      }
      out.endField(name, i);
    }
    out.endMessage();
  }
}
