/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

/** Refuses vectors to which distances mean nothing. Stateless. */
public final class Length {

  /** Squares and products of vectors twice as long must not overflow a float. */
  private static final double LONGEST = 1e17;

  private Length() {}

  /** Returns whether a vector of a squared length can be searched; not if it is NaN. */
  static boolean fits(double squared) {
    return squared <= LONGEST * LONGEST;
  }

  /** Returns whether a vector can be searched by; not if it is too long, or not finite. */
  public static boolean fits(float[] vector) {
    double squared = 0;
    for (float number : vector) {
      squared += (double) number * number;
    }
    return fits(squared);
  }

  /**
   * Refuses a vector that is not finite or longer than 10^17.
   *
   * @param what it is, for the message
   * @param row of it, for the message
   * @param squared its squared length
   * @throws IllegalArgumentException if it is
   */
  public static void require(String what, int row, double squared) {
    if (!fits(squared)) {
      throw new IllegalArgumentException(
          what
              + " "
              + row
              + " is not finite or is over 10^17 long, so distances to it mean nothing;"
              + " look for a training run that diverged");
    }
  }
}
