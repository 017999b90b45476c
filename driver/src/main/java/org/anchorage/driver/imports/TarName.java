/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry of a tar archive, as bytes. The library decodes names and replaces what is
 * no UTF-8. The bytes stand in the entry's header, or before it in one of GNU's (kind L) or of pax
 * (kind x). Stateless and thread-safe.
 */
final class TarName {

  private static final int RECORD = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int KIND_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;
  private static final byte[] POSIX = {'u', 's', 't', 'a', 'r', 0};

  private TarName() {}

  /** Returns whether a name may have been replaced in part when it was decoded. */
  static boolean mayBeReplaced(String decoded) {
    return decoded.indexOf('?') >= 0 || decoded.indexOf('\uFFFD') >= 0;
  }

  /**
   * Returns the bytes of a name.
   *
   * @param headers all between the entry before and this one's content
   */
  static byte[] of(byte[] headers) {
    byte @Nullable [] found = null;
    int at = 0;
    while (at + RECORD <= headers.length) {
      int content = at + RECORD;
      int size = size(headers, at);
      int end = Math.min(content + size, headers.length);
      switch (headers[at + KIND_AT]) {
        case 'L' -> found = text(headers, content, end);
        case 'x' -> {
          byte @Nullable [] path = path(headers, content, end);
          found = path == null ? found : path;
        }
        case 'g', 'K' -> {}
        default -> {
          return found == null ? plain(headers, at) : found;
        }
      }
      at = content + (size + RECORD - 1) / RECORD * RECORD;
    }
    return found == null ? new byte[0] : found;
  }

  private static byte[] plain(byte[] headers, int at) {
    byte[] name = text(headers, at, at + NAME);
    int magic = at + MAGIC_AT;
    if (!Arrays.equals(headers, magic, magic + POSIX.length, POSIX, 0, POSIX.length)
        || headers[at + PREFIX_AT] == 0) {
      return name;
    }
    byte[] prefix = text(headers, at + PREFIX_AT, at + PREFIX_AT + PREFIX);
    byte[] both = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    both[prefix.length] = '/';
    System.arraycopy(name, 0, both, prefix.length + 1, name.length);
    return both;
  }

  /** Returns the bytes before the first zero. */
  private static byte[] text(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, from, end);
  }

  /** Returns the path of a pax header, whose lines are {@code LENGTH KEY=VALUE}; null if none. */
  private static byte @Nullable [] path(byte[] bytes, int from, int to) {
    byte @Nullable [] path = null;
    int at = from;
    while (at < to) {
      int length = 0;
      int digit = at;
      while (digit < to && bytes[digit] >= '0' && bytes[digit] <= '9') {
        length = 10 * length + bytes[digit++] - '0';
      }
      int end = at + length;
      int key = digit + 1;
      if (end > to || end <= key) {
        return path;
      }
      byte[] start = "path=".getBytes(StandardCharsets.US_ASCII);
      int value = key + start.length;
      if (value < end && Arrays.equals(bytes, key, value, start, 0, start.length)) {
        path = Arrays.copyOfRange(bytes, value, end - 1);
      }
      at = end;
    }
    return path;
  }

  /** Headers of names are small: their sizes are octal. */
  private static int size(byte[] headers, int at) {
    int size = 0;
    for (int i = at + SIZE_AT; i < at + SIZE_AT + 11; i++) {
      size = headers[i] >= '0' && headers[i] <= '7' ? 8 * size + headers[i] - '0' : size;
    }
    return size;
  }
}
