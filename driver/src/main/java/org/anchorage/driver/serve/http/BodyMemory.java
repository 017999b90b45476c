/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that bodies may take together. Thread-safe. */
final class BodyMemory {

  private final AtomicLong free;

  BodyMemory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** Takes some bytes, or none and returns false. */
  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  /** Gives bytes back. */
  void give(long bytes) {
    free.addAndGet(bytes);
  }
}
