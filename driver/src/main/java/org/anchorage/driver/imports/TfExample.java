/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.anchorage.core.config.ImportColumns;
import org.jspecify.annotations.Nullable;

/**
 * An image's record as {@code tf.Example}: a map from names to lists of bytes, floats or integers,
 * in the wire format of protocol buffers. The first value of a list counts.
 *
 * @param imageAt place of the image's bytes in the message
 * @param imageLength number of the image's bytes; -1 if there is no image
 * @param label its class; empty if there is none
 * @param split its split; empty if there is none
 * @param id its id; empty if there is none
 * @param attributes short texts and integers under other names
 */
record TfExample(
    int imageAt,
    int imageLength,
    String label,
    String split,
    String id,
    Map<String, String> attributes) {

  private static final int BYTES = 2;
  private static final int BYTES_LIST = 1;
  private static final int INTEGERS = 3;
  private static final int MOST_TEXT = 1000;

  /** A list's first value. */
  private record Value(int at, int length, @Nullable String text) {}

  /**
   * Parses a message.
   *
   * @throws IllegalArgumentException if it is none
   * @throws CharacterCodingException if its label, split or id is not UTF-8
   */
  static TfExample parsed(byte[] message, ImportColumns columns) throws CharacterCodingException {
    Map<String, Value> values = new HashMap<>();
    ByteBuffer example = ByteBuffer.wrap(message);
    while (example.hasRemaining()) {
      ByteBuffer features = field(example, 1);
      while (features.hasRemaining()) {
        addFeature(field(features, 1), values);
      }
    }
    @Nullable Value image = null;
    for (String name : columns.images()) {
      image = image == null ? values.remove(name) : image;
    }
    String label = first(values, columns.labels());
    String split = first(values, columns.splits());
    String id = first(values, columns.ids());
    Map<String, String> attributes = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value.text != null) {
            attributes.put(name, value.text);
          }
        });
    return new TfExample(
        image == null ? 0 : image.at,
        image == null ? -1 : image.length,
        label,
        split,
        id,
        attributes);
  }

  private static String first(Map<String, Value> values, Iterable<String> names)
      throws CharacterCodingException {
    String found = "";
    for (String name : names) {
      @Nullable Value value = found.isEmpty() ? values.remove(name) : null;
      if (value != null && value.text == null && value.length <= MOST_TEXT) {
        throw new MalformedInputException(value.length);
      }
      found = value != null && value.text != null ? value.text : found;
    }
    return found;
  }

  private static void addFeature(ByteBuffer entry, Map<String, Value> values) {
    String name = "";
    while (entry.hasRemaining()) {
      long tag = varint(entry);
      ByteBuffer content = content(entry, tag);
      if (tag >> 3 == 1) {
        name = Objects.requireNonNullElse(text(content), "");
      } else if (content.hasRemaining()) {
        int kind = (int) (varint(content) >> 3);
        ByteBuffer list = sized(content);
        if (kind == BYTES_LIST && list.hasRemaining()) {
          ByteBuffer value = field(list, 1);
          int length = value.remaining();
          values.put(
              name,
              new Value(
                  value.arrayOffset() + value.position(),
                  length,
                  length <= MOST_TEXT ? text(value) : null));
        } else if (kind == INTEGERS && list.hasRemaining()) {
          long listTag = varint(list);
          ByteBuffer numbers = (listTag & 7) == BYTES ? sized(list) : list;
          values.put(name, new Value(0, 0, String.valueOf(varint(numbers))));
        }
      }
    }
  }

  /** Returns a text, or null if the bytes are none: a list of bytes may hold anything. */
  private static @Nullable String text(ByteBuffer bytes) {
    try {
      return Utf8.text(bytes);
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static ByteBuffer field(ByteBuffer in, int number) {
    long tag = varint(in);
    if (tag != ((number << 3) | BYTES)) {
      throw new IllegalArgumentException("field " + (tag >> 3) + " is none of tf.Example");
    }
    return sized(in);
  }

  private static ByteBuffer content(ByteBuffer in, long tag) {
    if ((tag & 7) != BYTES) {
      throw new IllegalArgumentException("field " + (tag >> 3) + " is none of tf.Example");
    }
    return sized(in);
  }

  private static ByteBuffer sized(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(
          "a field of " + length + " bytes leads out of the message");
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than 64 bits");
  }
}
