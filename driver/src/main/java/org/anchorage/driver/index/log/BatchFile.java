/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch: a header ({@link BatchHeader}), changes, a checksum. A change begins with a
 * byte. 1 is an addition: id, class, split, the number of attributes, their names and values, text,
 * vector (dim floats), picture. 2 is a deletion: id. Strings are UTF-8 and bytes as they are, both
 * behind their length (4 bytes; -1 if there is none). Numbers are big-endian. Stateless.
 */
final class BatchFile {

  /** Most bytes of one batch: it is written from memory. */
  private static final int MOST = 1 << 30;

  private static final int ADDED = 1;
  private static final int DELETED = 2;
  private static final int NONE = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final int dim;
  private int changes;

  private BatchFile(int dim) {
    this.dim = dim;
  }

  /**
   * Returns the bytes of a batch of additions.
   *
   * @throws IllegalArgumentException if they are too many for a batch
   */
  static byte[] added(long number, int dim, Collection<NewItem> items) {
    BatchFile batch = new BatchFile(dim);
    for (NewItem item : items) {
      batch.add(item);
    }
    return batch.whole(number);
  }

  /** Returns the bytes of a batch of deletions. */
  static byte[] deleted(long number, int dim, Collection<String> ids) {
    BatchFile batch = new BatchFile(dim);
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

  /**
   * Returns the changes of a batch, in their order.
   *
   * @param file all its bytes
   * @param number that the file's name says
   * @param dim of the index
   * @param name of the file, for messages
   * @throws ArtifactException if it is damaged, or its vectors are of another dimension
   */
  static List<Change> read(byte[] file, long number, int dim, String name) {
    BatchHeader header = BatchHeader.read(file, number, name);
    if (header.dim() != dim) {
      throw BatchHeader.damaged(
          name, "its vectors have " + header.dim() + " floats, and those of the index " + dim);
    }
    ByteBuffer left = ByteBuffer.wrap(file, BatchHeader.BYTES, header.payload());
    List<Change> changes = new ArrayList<>();
    try {
      while (left.hasRemaining()) {
        changes.add(change(left, number, dim, name));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw BatchHeader.damaged(name, "change " + changes.size() + " is not whole");
    }
    if (changes.size() != header.changes()) {
      throw BatchHeader.damaged(
          name, "it holds " + changes.size() + " changes, and its header says " + header.changes());
    }
    return changes;
  }

  private static Change change(ByteBuffer left, long number, int dim, String name) {
    byte kind = left.get();
    String id = text(left);
    if (kind == DELETED) {
      return new Change.Deleted(id);
    }
    if (kind != ADDED) {
      throw BatchHeader.damaged(name, "it holds a change of the unknown kind " + kind);
    }
    String className = text(left);
    String split = text(left);
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int more = left.getInt(); more > 0; more--) {
      attributes.put(text(left), text(left));
    }
    int length = left.getInt();
    @Nullable String text = length == NONE ? null : text(left, length);
    float[] vector = new float[dim];
    left.asFloatBuffer().get(vector);
    left.position(left.position() + Float.BYTES * dim);
    return new Change.Added(
        new IndexedItem(id, className, split, attributes, text), vector, picture(left, number));
  }

  private static Change.Stretch picture(ByteBuffer left, long number) {
    int length = left.getInt();
    if (length == NONE) {
      return Change.Stretch.NONE;
    }
    int from = left.position();
    left.position(from + length);
    return new Change.Stretch(number, from, length);
  }

  private static String text(ByteBuffer left) {
    return text(left, left.getInt());
  }

  private static String text(ByteBuffer left, int length) {
    if (length < 0 || length > left.remaining()) {
      throw new BufferUnderflowException();
    }
    String text =
        new String(
            left.array(), left.arrayOffset() + left.position(), length, StandardCharsets.UTF_8);
    left.position(left.position() + length);
    return text;
  }
}
