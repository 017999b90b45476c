/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

/**
 * How many lists of each shard a query looks into. More find more of the true neighbours, and take
 * longer.
 *
 * @param probes of each shard; 0 for as many as were calibrated
 */
public record Effort(int probes) {

  /** As many lists as reach the recall that the index was made for. */
  public static final Effort CALIBRATED = new Effort(0);

  /** All lists. */
  public static final Effort EXACT = new Effort(Integer.MAX_VALUE);

  public Effort {
    if (probes < 0) {
      throw new IllegalArgumentException(
          "A query cannot look into " + probes + " lists; ask for at least 1");
    }
  }

  /**
   * Returns an effort of so many lists of each shard.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static Effort of(int probes) {
    if (probes < 1) {
      throw new IllegalArgumentException(
          "A query cannot look into " + probes + " lists; ask for at least 1");
    }
    return new Effort(probes);
  }

  /** Returns how many lists are probed, where there are so many and so many were calibrated. */
  public int of(int lists, int calibrated) {
    return Math.min(lists, probes == 0 ? calibrated : probes);
  }
}
