/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.function.LongSupplier;

/**
 * When a checkpoint within an epoch is due: so many rounds apart, and so many seconds. Which ones
 * are written is thus left to the clock, and what a run gives is not: a resume from any is exact.
 * Not thread-safe.
 */
final class Cadence {

  private final int rounds;
  private final double seconds;
  private final LongSupplier nanos;
  private long last;

  /**
   * Begins to count now.
   *
   * @param rounds of an epoch from one to the next, at least 1
   * @param seconds from one to the next, at least; 0 for any
   * @param nanos a clock that runs evenly
   */
  Cadence(int rounds, double seconds, LongSupplier nanos) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Returns whether one is due after so many rounds of the epoch. */
  boolean due(int done) {
    return done % rounds == 0 && (nanos.getAsLong() - last) / 1e9 >= seconds;
  }

  /** Counts from now on. */
  void saved() {
    last = nanos.getAsLong();
  }
}
