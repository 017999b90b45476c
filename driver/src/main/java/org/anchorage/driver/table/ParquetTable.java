/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.anchorage.driver.corpus.StableParquet;
import org.anchorage.driver.corpus.StreamFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes Parquet. Lists and maps have the three levels of Parquet's specification. */
final class ParquetTable extends WriteSupport<@Nullable Object[]> {

  private final List<Column> columns;

  /** Set by parquet before the first row. */
  private @Nullable RecordConsumer consumer;

  private ParquetTable(List<Column> columns) {
    this.columns = columns;
  }

  private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

    private final List<Column> columns;

    Builder(OutputFile file, List<Column> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration hadoop) {
      return new ParquetTable(columns);
    }
  }

  static TableWriter writer(OutputStream out, List<Column> columns, Configuration hadoop)
      throws IOException {
    ParquetWriter<@Nullable Object[]> writer =
        new Builder(new StableParquet(new StreamFile(out)), columns)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build();
    return new TableWriter() {
      @Override
      public void write(@Nullable Object... values) throws IOException {
        writer.write(values);
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public WriteContext init(Configuration hadoop) {
    List<Type> fields = columns.stream().map(ParquetTable::type).toList();
    return new WriteContext(new MessageType("table", fields), Map.of());
  }

  private static Type type(Column column) {
    return switch (column.kind()) {
      case TEXT -> text(Type.Repetition.OPTIONAL, column.name());
      case WHOLE -> Types.required(PrimitiveTypeName.INT32).named(column.name());
      case REAL -> Types.required(PrimitiveTypeName.DOUBLE).named(column.name());
      case FLOATS ->
          Types.requiredList().requiredElement(PrimitiveTypeName.FLOAT).named(column.name());
      case TEXTS ->
          Types.requiredMap()
              .key(text(Type.Repetition.REQUIRED, "key"))
              .value(text(Type.Repetition.REQUIRED, "value"))
              .named(column.name());
    };
  }

  private static Type text(Type.Repetition repetition, String name) {
    return Types.primitive(PrimitiveTypeName.BINARY, repetition)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  @Override
  public void prepareForWrite(RecordConsumer given) {
    consumer = given;
  }

  @Override
  public void write(@Nullable Object[] row) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    out.startMessage();
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value != null) {
        String name = columns.get(i).name();
        out.startField(name, i);
        write(out, value);
        out.endField(name, i);
      }
    }
    out.endMessage();
  }

  private static void write(RecordConsumer out, Object value) {
    if (value instanceof Integer whole) {
      out.addInteger(whole);
    } else if (value instanceof Double real) {
      out.addDouble(real);
    } else if (value instanceof float[] floats) {
      floats(out, floats);
    } else if (value instanceof Map<?, ?> texts) {
      texts(out, texts);
    } else {
      out.addBinary(Binary.fromString((String) value));
    }
  }

  private static void floats(RecordConsumer out, float[] floats) {
    out.startGroup();
    if (floats.length > 0) {
      out.startField("list", 0);
      for (float number : floats) {
        out.startGroup();
        out.startField("element", 0);
        out.addFloat(number);
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }

  private static void texts(RecordConsumer out, Map<?, ?> texts) {
    out.startGroup();
    if (!texts.isEmpty()) {
      out.startField("key_value", 0);
      for (Map.Entry<?, ?> text : texts.entrySet()) {
        out.startGroup();
        text(out, 0, "key", text.getKey());
        text(out, 1, "value", text.getValue());
        out.endGroup();
      }
      out.endField("key_value", 0);
    }
    out.endGroup();
  }

  private static void text(RecordConsumer out, int at, String name, @Nullable Object value) {
    out.startField(name, at);
    out.addBinary(Binary.fromString(String.valueOf(value)));
    out.endField(name, at);
  }
}
