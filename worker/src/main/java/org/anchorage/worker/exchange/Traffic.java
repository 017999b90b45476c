/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Bytes of parameters and moments that rounds sent, as they were encoded.
 *
 * @param sent to workers, a copy each
 * @param received from workers, each one's own, before means are taken
 */
public record Traffic(long sent, long received) {

  /** No traffic. */
  public static final Traffic NONE = new Traffic(0, 0);

  /** Returns this traffic and another's together. */
  public Traffic plus(Traffic other) {
    return new Traffic(sent + other.sent, received + other.received);
  }
}
