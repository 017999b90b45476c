/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that take their part of the memory that all requests share while they become more. Not
 * thread-safe.
 */
public final class CountedBytes extends OutputStream {

  private static final int FIRST = 1 << 13;

  private final SharedMemory shared;
  private final long most;
  private byte[] bytes = new byte[0];
  private int size;

  /**
   * Creates them, empty.
   *
   * @param most bytes there can be
   */
  CountedBytes(SharedMemory shared, long most) {
    this.shared = shared;
    this.most = Math.min(most, Integer.MAX_VALUE - 8);
  }

  /** Returns how many there are. */
  int size() {
    return size;
  }

  /**
   * Adds what remains in a buffer.
   *
   * @throws Refusal if they become too many, or there is no memory for them
   */
  void add(ByteBuffer more) {
    int count = more.remaining();
    grow((long) size + count);
    more.get(bytes, size, count);
    size += count;
  }

  @Override
  public void write(int one) {
    grow(size + 1L);
    bytes[size++] = (byte) one;
  }

  @Override
  public void write(byte[] more, int from, int count) {
    add(ByteBuffer.wrap(more, from, count));
  }

  private void grow(long least) {
    if (least > most) {
      throw Refusal.of(
          "out_of_range",
          "The answer has more than " + most + " bytes; ask for fewer results, or for one by one");
    }
    if (least > bytes.length) {
      copy((int) Math.max(least, Math.min(most, Math.max(FIRST, 2L * bytes.length))));
    }
  }

  /** Both arrays are there for a moment, so both are counted. */
  private void copy(int length) {
    shared.take(length);
    byte[] copy;
    try {
      copy = Arrays.copyOf(bytes, length);
    } catch (OutOfMemoryError e) {
      shared.give(length);
      throw SharedMemory.none();
    }
    shared.give(bytes.length);
    bytes = copy;
  }

  /** Returns all of them; not to be changed. */
  byte[] whole() {
    if (size < bytes.length) {
      copy(size);
    }
    return bytes;
  }

  /** Gives the memory back. A second call does nothing. */
  void free() {
    shared.give(bytes.length);
    bytes = new byte[0];
    size = 0;
  }
}
