/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first directory of a TIFF, which is the form of Exif too. What is damaged is as if it were
 * not there. Immutable and thread-safe.
 */
final class TiffTags {

  private static final int NUMBER = 42;
  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteBuffer bytes;
  private final int entries;
  private final int count;
  private final boolean whole;

  private TiffTags(ByteBuffer bytes, int entries, int count, boolean whole) {
    this.bytes = bytes;
    this.entries = entries;
    this.count = count;
    this.whole = whole;
  }

  /**
   * Finds the tags.
   *
   * @param from where the TIFF begins: its offsets count from here
   * @param end where it ends
   */
  static TiffTags of(byte[] encoded, int from, int end) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded, from, Math.max(0, end - from)).slice();
    if (bytes.limit() < 8) {
      return new TiffTags(bytes, 0, 0, false);
    }
    bytes.order(bytes.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long directory = bytes.getInt(4) & 0xffffffffL;
    if (bytes.getShort(2) != NUMBER || directory + 2 > bytes.limit()) {
      return new TiffTags(bytes, 0, 0, false);
    }
    int entries = (int) directory + 2;
    int claimed = bytes.getShort((int) directory) & 0xffff;
    int there = Math.min(claimed, (bytes.limit() - entries) / ENTRY);
    return new TiffTags(bytes, entries, there, claimed == there);
  }

  /** Returns whether the directory is all there. */
  boolean isWhole() {
    return whole;
  }

  /** Returns whether the directory has a tag. */
  boolean has(int tag) {
    return entry(tag) >= 0;
  }

  /** Returns the values of a tag, if they are unsigned whole numbers; none if there is none. */
  long[] values(int tag) {
    int entry = entry(tag);
    if (entry < 0) {
      return new long[0];
    }
    int type = bytes.getShort(entry + 2);
    int size = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
    long many = bytes.getInt(entry + 4) & 0xffffffffL;
    long at = many * size <= 4 ? entry + 8 : bytes.getInt(entry + 8) & 0xffffffffL;
    if (size == 0 || at + many * size > bytes.limit()) {
      return new long[0];
    }
    long[] values = new long[(int) many];
    for (int i = 0; i < values.length; i++) {
      int place = (int) at + i * size;
      values[i] =
          switch (size) {
            case 1 -> bytes.get(place) & 0xff;
            case 2 -> bytes.getShort(place) & 0xffff;
            default -> bytes.getInt(place) & 0xffffffffL;
          };
    }
    return values;
  }

  /** Returns the first value of a tag, or another number if it has none. */
  long first(int tag, long otherwise) {
    long[] values = values(tag);
    return values.length == 0 ? otherwise : values[0];
  }

  /**
   * Returns the bytes of a TIFF with another number for a tag; the same array if it has no such
   * tag.
   *
   * @param encoded a whole TIFF, that of these tags
   */
  byte[] renamed(byte[] encoded, int tag, int other) {
    int entry = entry(tag);
    if (entry < 0) {
      return encoded;
    }
    byte[] copy = encoded.clone();
    ByteBuffer.wrap(copy).order(bytes.order()).putShort(entry, (short) other);
    return copy;
  }

  private int entry(int tag) {
    for (int i = 0; i < count; i++) {
      int at = entries + i * ENTRY;
      if ((bytes.getShort(at) & 0xffff) == tag) {
        return at;
      }
    }
    return -1;
  }
}
