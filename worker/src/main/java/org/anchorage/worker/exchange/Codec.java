/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Turns a range of floats to bytes and back. What was decoded once is encoded and decoded to the
 * same bits again, so that it does not matter how often a value crosses. Stateless and thread-safe.
 */
interface Codec {

  /** Returns the values from one index (included) to another (not) as bytes. */
  byte[] encode(float[] values, int from, int to);

  /** Writes what was encoded over the values from an index on. */
  void decode(byte[] bytes, float[] into, int from);
}
