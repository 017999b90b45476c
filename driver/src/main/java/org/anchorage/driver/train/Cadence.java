/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.function.LongSupplier;

/**
 * Says when a checkpoint within an epoch is due: after N rounds and at least S seconds. Timing
 * decides which checkpoints exist, never results: a resume from any checkpoint is exact. Not
 * thread-safe.
 */
final class Cadence {

  private final int rounds;
  private final double seconds;
  private final LongSupplier nanos;
  private long last;

  /**
   * Begins to count now.
   *
   * @param rounds N, at least 1
   * @param seconds S; 0 for no minimum
   * @param nanos a monotonic clock
   */
  Cadence(int rounds, double seconds, LongSupplier nanos) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Returns whether a checkpoint is due after a number of rounds of the epoch. */
  boolean due(int done) {
    return done % rounds == 0 && (nanos.getAsLong() - last) / 1e9 >= seconds;
  }

  /** Begins to count seconds anew, after a checkpoint. */
  void restart() {
    last = nanos.getAsLong();
  }
}
