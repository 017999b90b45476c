/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.anchorage.core.corpus.Item;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes items as rows of Parquet, with the columns that {@link CatalogueTable} reads. The bytes
 * depend on the items alone: attributes are sorted by name, and nothing is compressed, because
 * native compressors of several platforms need not agree. Not thread-safe.
 */
final class CatalogueRows extends WriteSupport<Item> {

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .addField(text("id"))
          .addField(text("class_name"))
          .addField(text("split"))
          .addField(text("shard"))
          .required(PrimitiveTypeName.INT64)
          .named("offset")
          .required(PrimitiveTypeName.INT32)
          .named("width")
          .required(PrimitiveTypeName.INT32)
          .named("height")
          .addField(text("sha256"))
          .requiredMap()
          .key(text("key"))
          .value(text("value"))
          .named("attributes")
          .named("catalogue");

  /** Set by parquet before the first row. */
  private @Nullable RecordConsumer consumer;

  private static final class Builder extends ParquetWriter.Builder<Item, Builder> {

    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Item> getWriteSupport(Configuration hadoop) {
      return new CatalogueRows();
    }
  }

  /** Returns a writer to a file. */
  static ParquetWriter<Item> writer(OutputFile file, Configuration hadoop) throws IOException {
    return new Builder(file)
        .withConf(hadoop)
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
        .build();
  }

  private static PrimitiveType text(String name) {
    return Types.required(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  @Override
  public WriteContext init(Configuration hadoop) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer given) {
    consumer = given;
  }

  @Override
  public void write(Item item) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    out.startMessage();
    add(out, 0, "id", item.id());
    add(out, 1, "class_name", item.className());
    add(out, 2, "split", item.split().written());
    add(out, 3, "shard", item.shard());
    out.startField("offset", 4);
    out.addLong(item.offset());
    out.endField("offset", 4);
    add(out, 5, "width", item.width());
    add(out, 6, "height", item.height());
    add(out, 7, "sha256", item.sha256());
    out.startField("attributes", 8);
    out.startGroup();
    addAll(out, new TreeMap<>(item.attributes()));
    out.endGroup();
    out.endField("attributes", 8);
    out.endMessage();
  }

  private static void add(RecordConsumer out, int index, String name, String value) {
    out.startField(name, index);
    out.addBinary(Binary.fromString(value));
    out.endField(name, index);
  }

  private static void add(RecordConsumer out, int index, String name, int value) {
    out.startField(name, index);
    out.addInteger(value);
    out.endField(name, index);
  }

  private static void addAll(RecordConsumer out, Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    out.startField("key_value", 0);
    attributes.forEach(
        (key, value) -> {
          out.startGroup();
          add(out, 0, "key", key);
          add(out, 1, "value", value);
          out.endGroup();
        });
    out.endField("key_value", 0);
  }
}
