/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes tensors as safetensors: F32, little-endian, in the given order. The header comes first,
 * padded with spaces to a multiple of 8 bytes. Then the tensors are asked for one by one, so that
 * memory holds one of them. Immutable; the same input gives the same bytes.
 */
public final class SafetensorsWriter {

  private static final int CHUNK = 1 << 16;

  /** Where the values of a tensor come from. */
  @FunctionalInterface
  public interface Values {
    /** Returns a tensor's values, row-major. */
    float[] of(TensorEntry entry) throws IOException;
  }

  private final List<TensorEntry> tensors;
  private final byte[] header;

  /**
   * Prepares a file.
   *
   * @param tensors the tensors in the order in which they are written; all of them F32
   * @param metadata words about the file, in the order of the map; empty for none
   * @throws IllegalArgumentException for a tensor that is not F32, for a name twice, or for the
   *     name {@code __metadata__}
   */
  public SafetensorsWriter(List<TensorEntry> tensors, Map<String, String> metadata) {
    this.tensors = List.copyOf(tensors);
    Set<String> names = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
    for (TensorEntry tensor : this.tensors) {
      if (tensor.type() != ElementType.F32) {
        throw new IllegalArgumentException(
            "tensor " + tensor.name() + " is " + tensor.type() + ", and F32 is written");
      }
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("the name " + tensor.name() + " is taken");
      }
    }
    this.header = header(this.tensors, metadata);
  }

  private static byte[] header(List<TensorEntry> tensors, Map<String, String> metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> word : metadata.entrySet()) {
          json.writeStringField(word.getKey(), word.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (TensorEntry tensor : tensors) {
        long end = begin + tensor.bytes();
        int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a header in memory cannot be written", e);
    }
    while (bytes.size() % Long.BYTES != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /** Returns the length of the file in bytes. */
  public long bytes() {
    return Long.BYTES + header.length + tensors.stream().mapToLong(TensorEntry::bytes).sum();
  }

  /**
   * Writes the file. The stream is left open, and needs no buffer.
   *
   * @throws IllegalArgumentException if a tensor has another number of values than its shape
   */
  public void write(OutputStream out, Values values) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    out.write(chunk.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (TensorEntry tensor : tensors) {
      float[] of = values.of(tensor);
      if (of.length != tensor.elements()) {
        throw new IllegalArgumentException(
            "tensor " + tensor.name() + " has " + of.length + " values for " + tensor.shape());
      }
      for (int at = 0; at < of.length; ) {
        int count = Math.min(of.length - at, CHUNK / Float.BYTES);
        chunk.clear().asFloatBuffer().put(of, at, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
        at += count;
      }
    }
  }
}
