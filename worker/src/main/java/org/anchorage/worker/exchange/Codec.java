/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Turns a range of floats to bytes and back. What was decoded once is encoded and decoded to the
 * same bits again, so that it does not matter how often a value crosses. Stateless and thread-safe.
 */
interface Codec {

  /** Returns the values from one index (included) to another (not) as bytes. */
  byte[] encode(float[] values, int from, int to);

  /** Returns the bytes that so many values become. */
  int size(int count);

  /** Returns how many values were encoded. */
  int count(byte[] bytes);

  /** Returns what reads the encoded values from the first on. */
  Decoder decoder(byte[] bytes);

  /** Writes what was encoded over the values from an index on. */
  default void decode(byte[] bytes, float[] into, int from) {
    decoder(bytes).next(into, from, count(bytes));
  }

  /** Reads encoded values, one part after another. Not thread-safe. */
  @FunctionalInterface
  interface Decoder {

    /** Values of a part that is read fastest. */
    int BLOCK = HalfBlock.SIZE;

    /**
     * Writes the next values over those from an index on.
     *
     * @param count whole blocks, or all that are left
     */
    void next(float[] into, int from, int count);
  }
}
