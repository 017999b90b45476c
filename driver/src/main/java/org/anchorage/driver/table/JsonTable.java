/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a JSON object a line. A value that is not there has no name in it. */
final class JsonTable implements TableWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator out;
  private final List<Column> columns;

  JsonTable(OutputStream to, List<Column> columns) throws IOException {
    this.out = JSON.createGenerator(to);
    this.columns = columns;
    out.setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  @Override
  public void write(@Nullable Object... values) throws IOException {
    out.writeStartObject();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value != null) {
        out.writeFieldName(columns.get(i).name());
        write(value);
      }
    }
    out.writeEndObject();
    out.writeRaw('\n');
  }

  private void write(Object value) throws IOException {
    if (value instanceof float[] floats) {
      out.writeStartArray();
      for (float number : floats) {
        out.writeNumber(number);
      }
      out.writeEndArray();
    } else if (value instanceof Map<?, ?> texts) {
      out.writeStartObject();
      for (Map.Entry<?, ?> text : texts.entrySet()) {
        out.writeStringField(String.valueOf(text.getKey()), String.valueOf(text.getValue()));
      }
      out.writeEndObject();
    } else if (value instanceof Integer whole) {
      out.writeNumber(whole);
    } else if (value instanceof Double real) {
      out.writeNumber(real);
    } else {
      out.writeString((String) value);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
