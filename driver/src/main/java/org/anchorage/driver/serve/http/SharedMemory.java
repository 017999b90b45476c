/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all requests may take together: their bodies and answers. Thread-safe. */
final class SharedMemory {

  private final AtomicLong free;

  SharedMemory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /**
   * Takes some bytes.
   *
   * @throws Refusal with status 503 if there are not so many; then none is taken
   */
  void take(long bytes) {
    if (free.addAndGet(-bytes) < 0) {
      free.addAndGet(bytes);
      throw none();
    }
  }

  /** Returns what is said if there is no memory. */
  static Refusal none() {
    return Refusal.busy("Too many large requests are being answered; come back in a second");
  }

  /** Gives bytes back. */
  void give(long bytes) {
    free.addAndGet(bytes);
  }

  /** Returns how many bytes nobody has. */
  long free() {
    return free.get();
  }
}
