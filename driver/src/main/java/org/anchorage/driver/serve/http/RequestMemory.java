/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

/**
 * What one request takes of the memory that all requests share, beside its body: what is read out
 * of the body, until the answer is made, and the answer, until the asker has taken it. Not
 * thread-safe.
 */
public final class RequestMemory {

  /** An answer may have so large a part of all memory. */
  private static final int PARTS = 4;

  private final SharedMemory shared;
  private final CountedBytes answer;
  private long taken;

  /**
   * Creates it, empty.
   *
   * @param bytes that all requests may take together
   */
  RequestMemory(SharedMemory shared, long bytes) {
    this.shared = shared;
    this.answer = new CountedBytes(shared, bytes / PARTS);
  }

  /**
   * Takes memory until the answer is made.
   *
   * @throws Refusal with status 503 if there is none
   */
  public void take(long bytes) {
    shared.take(bytes);
    taken += bytes;
  }

  /** Returns where the body of the answer is written. */
  public CountedBytes answer() {
    return answer;
  }

  /** The answer is made: gives back what was taken. */
  void made() {
    shared.give(taken);
    taken = 0;
  }

  /** The asker has the answer, or never will. */
  void end() {
    made();
    answer.free();
  }
}
