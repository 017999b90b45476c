/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

/**
 * Compares the figures of one case, and keeps the worst one by its difference over its tolerance.
 */
final class Comparison {

  private double worst = -1;
  private double difference;
  private String expected = "";
  private String got = "";

  /** Compares numbers; one that is not finite equals only itself. */
  void number(String name, double wanted, double computed, double tolerance) {
    double apart = Math.abs(wanted - computed);
    boolean same = Double.compare(wanted, computed) == 0;
    double share = same ? 0 : Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart / tolerance;
    if (share > worst) {
      worst = share;
      difference = same ? 0 : apart;
      expected = name + " " + wanted;
      got = name + " " + computed;
    }
  }

  /** Compares each number of two matrices, to a tolerance that grows with the largest. */
  void matrix(String name, double[][] wanted, double[][] computed, double relative) {
    double largest = 1;
    for (double[] row : wanted) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    if (wanted.length != computed.length) {
      number(name + " rows", wanted.length, computed.length, 0.5);
      return;
    }
    for (int i = 0; i < wanted.length; i++) {
      for (int k = 0; k < wanted[i].length; k++) {
        number(name, wanted[i][k], computed[i][k], relative * largest);
      }
    }
  }

  /** Returns the outcome of the case. */
  Outcome outcome(String file, String id, String subject) {
    Outcome.Verdict verdict = worst <= 1 ? Outcome.Verdict.EQUAL : Outcome.Verdict.OFF;
    return new Outcome(file, id, subject, expected, got, difference, verdict);
  }
}
