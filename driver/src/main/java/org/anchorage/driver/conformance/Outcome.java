/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

/**
 * What came of one reference case.
 *
 * @param file name of the file it is from
 * @param id of the case in that file
 * @param subject loss, miner or metric
 * @param expected as the file has it, in words or as a number
 * @param got what was computed, in the same form
 * @param difference how far they lie apart: of the worst figure where there are several, relative
 *     to its tolerance times the tolerance; for selections the number of tuples that differ
 * @param verdict whether that is near enough
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
     * The source gives no number, or a degenerate one, and here another is given on purpose, which
     * the class's documentation states.
     */
    DECIDED_OTHERWISE,
    /** Outside its tolerance. */
    OFF,
    /** There is nothing here of that name or with those parameters. */
    UNKNOWN
  }

  /** Returns whether the case speaks for conformance. */
  public boolean passed() {
    return verdict == Verdict.EQUAL || verdict == Verdict.DECIDED_OTHERWISE;
  }
}
