/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What a lease is on, with the words of its messages. */
public enum Leased {
  /** The directory of a run that is trained. */
  RUN(
      "run",
      "trained",
      "or give another run=URI. If it is dead, train --resume takes the run over from %s on"
          + " (checkpoint.lease-seconds = %d after its last sign of life)",
      "Earlier checkpoints are whole: train --resume goes on from them when no other driver trains"
          + " the run",
      "nor find out whether another driver trains there",
      "or give another run=URI"),
  /** The directory of an artifact that is not complete. */
  DRAFT(
      "draft",
      "written",
      "or choose another place. If it is dead, the same command takes the draft over from %s on"
          + " (%d seconds after its last sign of life)",
      "The same command goes on from the parts that are finished when no other driver writes them",
      "nor find out whether another driver writes there",
      "or choose another place"),
  /** The directory of the tables that are mined from a run. */
  MINED(
      "mined directory",
      "written",
      "or write the table elsewhere with --to URI. If it is dead, the same command takes the"
          + " directory over from %s on (checkpoint.lease-seconds = %d after its last sign of"
          + " life)",
      "Tables that are there are whole: the same command goes on when nobody else mines the run",
      "nor find out whether another driver mines the run",
      "or write the table elsewhere with --to URI"),
  /** The directory of an index that items are added to and deleted from. */
  INDEX(
      "index",
      "changed",
      "or change another index. Searches need not wait. If it is dead, the same command takes the"
          + " index over from %s on (%d seconds after its last sign of life)",
      "What was acknowledged is there: the same command goes on when nobody else changes the index",
      "nor find out whether another writer changes the index",
      "or change another index");

  private final String noun;
  private final String verb;
  private final String afterwards;
  private final String left;
  private final String unknown;
  private final String elsewhere;

  Leased(
      String noun, String verb, String afterwards, String left, String unknown, String elsewhere) {
    this.noun = noun;
    this.verb = verb;
    this.afterwards = afterwards;
    this.left = left;
    this.unknown = unknown;
    this.elsewhere = elsewhere;
  }

  /** Returns what it is, in a word. */
  String noun() {
    return noun;
  }

  /** Says that somebody holds the lease. */
  LeaseException held(Object place, String holder, Instant end, Duration length) {
    return new LeaseException(
        "The "
            + noun
            + " at "
            + place
            + " is being "
            + verb
            + " by "
            + holder
            + "; wait for it or stop it, "
            + String.format(Locale.ROOT, afterwards, end, length.toSeconds()));
  }

  /** Says that the lease is lost. */
  LeaseException lost(Object place, String how) {
    return new LeaseException(
        "The "
            + noun
            + " at "
            + place
            + " is no longer this driver's: "
            + how
            + "; nothing more is written. "
            + left);
  }

  /** Says that the lease's file cannot be reached. */
  LeaseException unreachable(Object place, Exception cause) {
    return new LeaseException(
        "Cannot write at "
            + place
            + ", "
            + unknown
            + ": "
            + cause.getMessage()
            + "; check that it can be read and written, "
            + elsewhere,
        cause);
  }
}
