/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

/**
 * The outcome of one reference case.
 *
 * @param file name of the file it is from
 * @param id of the case in that file
 * @param subject loss, miner or metric
 * @param expected as the file has it, in words or as a number
 * @param got what was computed, in the same form
 * @param difference between the two; of several figures, that of the one farthest beyond its
 *     tolerance; for selections the number of tuples that differ
 * @param verdict whether the difference is small enough
 */
public record Outcome(
    String file,
    String id,
    String subject,
    String expected,
    String got,
    double difference,
    Verdict verdict) {

  /** How a case ended. */
  public enum Verdict {
    /** Within its tolerance. */
    EQUAL,
    /**
     * The source gives no number, or a degenerate one. Ours differs on purpose, and the Javadoc of
     * its class says so.
     */
    DECIDED_OTHERWISE,
    /** Outside its tolerance. */
    OFF,
    /** We have no subject of that name or with those parameters. */
    UNKNOWN
  }

  /** Returns whether the case passed. */
  public boolean passed() {
    return verdict == Verdict.EQUAL || verdict == Verdict.DECIDED_OTHERWISE;
  }
}
