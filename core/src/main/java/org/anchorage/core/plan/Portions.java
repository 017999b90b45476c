/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;

/**
 * The tickets that each class gives to an epoch: m_c, and how many of them are the next of its
 * stream. Streamed tickets follow one another from epoch to epoch without a gap, so every image
 * gets its turn.
 *
 * @param starts where each class's stream stands, in tickets
 * @param streamed tickets of each class that come from there; the others are drawn anew
 * @param needs m_c: tickets of each class
 */
record Portions(long[] starts, int[] streamed, int[] needs) {

  /** The share of an epoch that is dealt by confusion at strength 1. */
  private static final double MOST = 0.9;

  /** Gives every class its needs, all from its stream. */
  static Portions even(int[] needs, int epoch) {
    long[] starts = Arrays.stream(needs).mapToLong(need -> (long) epoch * need).toArray();
    int[] streamed = new int[needs.length];
    Arrays.fill(streamed, Integer.MAX_VALUE);
    return new Portions(starts, streamed, needs);
  }

  /**
   * Gives every class a share 1 - s of its needs from its stream, where s = 0.9 x strength, and
   * deals the other tickets by confusion. A class has on average m_c (1 - s + s h_c / h) tickets,
   * where h_c is its mass and h the mean mass over tickets; in one epoch it has the next lower or
   * higher whole number. The total is that without weights, less the tickets that a class has no
   * room for.
   *
   * @param masses of the classes, zero or more
   * @param strength 0 to 1
   * @param most tickets of a class in an epoch
   * @param seed the same for every epoch
   */
  static Portions weighted(
      int[] needs, double[] masses, double strength, long most, int epoch, Seed seed) {
    double rate = 1 - MOST * strength;
    long[] starts = new long[needs.length];
    int[] streamed = new int[needs.length];
    long left = 0;
    double weights = 0;
    for (int c = 0; c < needs.length; c++) {
      double phase = seed.derive("phase").derive(c).generator().nextDouble();
      starts[c] = (long) Math.floor(epoch * rate * needs[c] + phase);
      long next = (long) Math.floor((epoch + 1) * rate * needs[c] + phase);
      streamed[c] = (int) (next - starts[c]);
      left += needs[c] - streamed[c];
      weights += needs[c] * masses[c];
    }
    double undealt = left;
    int[] weighted = new int[needs.length];
    double dealt = seed.derive("share").derive(epoch).generator().nextDouble();
    for (int c = 0; c < needs.length; c++) {
      double after = dealt + undealt * (needs[c] * masses[c] / weights);
      // Rounding of doubles may put the sum of all shares off.
      long share = Math.min(left, (long) after - (long) dealt);
      weighted[c] = (int) Math.min(most, streamed[c] + share);
      left -= share;
      dealt = after;
    }
    return new Portions(starts, streamed, weighted);
  }
}
