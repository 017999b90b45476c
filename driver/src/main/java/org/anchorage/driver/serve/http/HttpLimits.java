/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.time.Duration;

/**
 * What requests may take.
 *
 * @param bodyBytes most bytes of a body
 * @param memoryBytes most bytes of all bodies and answers together
 * @param requests that are worked on at once
 * @param connections that are open at once
 * @param time for a sender to send a request, for the server to answer it, and for the asker to
 *     take the answer
 * @param stop time that requests in flight may take when the server stops
 */
public record HttpLimits(
    int bodyBytes, long memoryBytes, int requests, int connections, Duration time, Duration stop) {

  /** Returns the end of {@link #time}, from now on, on {@link System#nanoTime}. */
  long deadline() {
    return System.nanoTime() + time.toNanos();
  }
}
