/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle. It ends at a limit, and no length in it may reach beyond that. */
final class PickleInput {

  /** The most bytes of a pickle; that of a large network has less than one million. */
  static final long MOST = 64 << 20;

  private static final int LONGEST_NAME = 1000;

  private final InputStream in;
  private final long limit;
  private long position;

  /**
   * Reads a pickle.
   *
   * @param in the bytes, buffered
   * @param length how many bytes there are; those beyond {@link #MOST} are not read
   */
  PickleInput(InputStream in, long length) {
    this.in = in;
    this.limit = Math.min(length, MOST);
  }

  /** Returns how many bytes have been read. */
  long position() {
    return position;
  }

  int u1() throws IOException {
    int value = position < limit ? in.read() : -1;
    if (value < 0) {
      throw WeightFileException.damaged("ends within its pickle, after " + position + " bytes");
    }
    position++;
    return value;
  }

  int u2() throws IOException {
    return numbers(Short.BYTES).getShort() & 0xffff;
  }

  int i4() throws IOException {
    return numbers(Integer.BYTES).getInt();
  }

  long i8() throws IOException {
    return numbers(Long.BYTES).getLong();
  }

  double bigEndianDouble() throws IOException {
    return numbers(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  private ByteBuffer numbers(int count) throws IOException {
    return ByteBuffer.wrap(bytes(count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > limit - position) {
      throw WeightFileException.damaged(
          "claims a text of "
              + count
              + " bytes at byte "
              + position
              + " of its pickle, which has "
              + limit);
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw WeightFileException.damaged("ends within its pickle, after " + position + " bytes");
    }
    position += count;
    return bytes;
  }

  String text(long count) throws IOException {
    long at = position;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(count))).toString();
    } catch (CharacterCodingException e) {
      throw WeightFileException.damaged("has a text at byte " + at + " that is not UTF-8");
    }
  }

  /** Returns the text up to the end of the line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = u1(); next != '\n'; next = u1()) {
      if (line.length() == LONGEST_NAME) {
        throw WeightFileException.damaged(
            "has a name of over " + LONGEST_NAME + " characters at byte " + position);
      }
      line.append((char) next);
    }
    return line.toString();
  }
}
