/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexedItem;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of a batch, as {@link BatchWriter} makes them. Stateless. */
final class BatchReader {

  private BatchReader() {}

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
    if (kind == BatchWriter.DELETED) {
      return new Change.Deleted(id);
    }
    if (kind != BatchWriter.ADDED) {
      throw BatchHeader.damaged(name, "it holds a change of the unknown kind " + kind);
    }
    String className = text(left);
    String split = text(left);
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int more = left.getInt(); more > 0; more--) {
      attributes.put(text(left), text(left));
    }
    int length = left.getInt();
    @Nullable String text = length == BatchWriter.NONE ? null : text(left, length);
    float[] vector = new float[dim];
    left.asFloatBuffer().get(vector);
    left.position(left.position() + Float.BYTES * dim);
    return new Change.Added(
        new IndexedItem(id, className, split, attributes, text), vector, picture(left, number));
  }

  private static Change.Stretch picture(ByteBuffer left, long number) {
    int length = left.getInt();
    if (length == BatchWriter.NONE) {
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
