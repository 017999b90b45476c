/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.jspecify.annotations.Nullable;

/**
 * Makes the bytes of a batch: a header ({@link BatchHeader}), changes, a checksum. A change begins
 * with a byte. 1 is an addition: id, class, split, the number of attributes, their names and
 * values, text, vector (dim floats), picture. 2 is a deletion: id. Strings are UTF-8 and bytes as
 * they are, both behind their length (4 bytes; -1 if there is none). Numbers are big-endian.
 */
final class BatchWriter {

  /** Most bytes of one batch: it is written from memory. */
  private static final int MOST = 1 << 30;

  static final int ADDED = 1;
  static final int DELETED = 2;

  /** The length of what is not there. */
  static final int NONE = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final int dim;
  private int changes;

  private BatchWriter(int dim) {
    this.dim = dim;
  }

  /**
   * Returns the bytes of a batch of additions.
   *
   * @throws IllegalArgumentException if they are too many for a batch
   */
  static byte[] added(long number, int dim, Collection<NewItem> items) {
    BatchWriter batch = new BatchWriter(dim);
    for (NewItem item : items) {
      batch.add(item);
    }
    return batch.whole(number);
  }

  /** Returns the bytes of a batch of deletions. */
  static byte[] deleted(long number, int dim, Collection<String> ids) {
    BatchWriter batch = new BatchWriter(dim);
    for (String id : ids) {
      batch.delete(id);
    }
    return batch.whole(number);
  }

  private void add(NewItem added) {
    IndexedItem item = added.item();
    ByteBuffer vector = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, dim));
    vector.asFloatBuffer().put(added.vector(), 0, dim);
    try {
      begin(ADDED);
      put(item.id());
      put(item.className());
      put(item.split());
      out.writeInt(item.attributes().size());
      for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
        put(attribute.getKey());
        put(attribute.getValue());
      }
      put(item.text());
      out.write(vector.array());
      put(added.picture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String id) {
    try {
      begin(DELETED);
      put(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(int kind) throws IOException {
    if (bytes.size() > MOST) {
      throw new IllegalArgumentException(
          "The first "
              + changes
              + " items of the batch take "
              + bytes.size()
              + " bytes, and a batch has at most "
              + MOST
              + "; add fewer items at once");
    }
    out.writeByte(kind);
    changes++;
  }

  private void put(@Nullable String text) throws IOException {
    put(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private void put(byte @Nullable [] value) throws IOException {
    if (value == null) {
      out.writeInt(NONE);
    } else {
      out.writeInt(value.length);
      out.write(value);
    }
  }

  private byte[] whole(long number) {
    byte[] payload = bytes.toByteArray();
    int end = BatchHeader.BYTES + payload.length;
    ByteBuffer file = ByteBuffer.allocate(end + BatchHeader.CRC);
    new BatchHeader(number, dim, changes, payload.length).write(file);
    file.put(payload).putInt(BatchHeader.checksum(file.array(), end));
    return file.array();
  }
}
