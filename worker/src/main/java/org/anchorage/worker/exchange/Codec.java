/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Turns a range of floats into bytes and back. A decoded value is encoded and decoded to the same
 * bits again, so it may cross any number of times. Stateless and thread-safe.
 */
interface Codec {

  /** Returns the values from one index (included) to another (not) as bytes. */
  byte[] encode(float[] values, int from, int to);

  /** Returns how many bytes a number of values become. */
  int size(int count);

  /** Returns how many values were encoded. */
  int count(byte[] bytes);

  /** Returns a decoder that begins with the first value. */
  Decoder decoder(byte[] bytes);

  /** Decodes all values into an array, from an index on. */
  default void decode(byte[] bytes, float[] into, int from) {
    decoder(bytes).next(into, from, count(bytes));
  }

  /** Reads encoded values, one part after another. Not thread-safe. */
  @FunctionalInterface
  interface Decoder {

    /** Number of values that are decoded fastest at once. */
    int BLOCK = HalfBlock.SIZE;

    /**
     * Decodes the next values into an array, from an index on.
     *
     * @param count a multiple of {@link #BLOCK}, or all values that are left
     */
    void next(float[] into, int from, int count);
  }
}
