/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Turns a range of floats to bytes and back. What was decoded once is encoded and decoded to the
 * same bits again, so that it does not matter how often a value crosses. Stateless and thread-safe.
 */
interface Codec {

  /** Returns the values from one index (included) to another (not) as bytes. */
  byte[] encode(float[] values, int from, int to);

  /** Returns how many values were encoded. */
  int count(byte[] bytes);

  /** Writes the encoded values from the first one asked for on over a range of an array. */
  void decode(byte[] bytes, int first, float[] into, int from, int to);

  /** Writes what was encoded over the values from an index on. */
  default void decode(byte[] bytes, float[] into, int from) {
    decode(bytes, 0, into, from, from + count(bytes));
  }
}
