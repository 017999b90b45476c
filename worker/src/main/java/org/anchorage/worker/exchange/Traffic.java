/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Encoded bytes of the parameters and moments that rounds sent.
 *
 * @param sent to workers, one copy a worker
 * @param received from workers, before means are taken
 */
public record Traffic(long sent, long received) {

  /** No traffic. */
  public static final Traffic NONE = new Traffic(0, 0);

  /** Returns the sum of this traffic and another. */
  public Traffic plus(Traffic other) {
    return new Traffic(sent + other.sent, received + other.received);
  }
}
