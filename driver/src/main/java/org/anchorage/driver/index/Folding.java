/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

/**
 * Whether results that are duplicates of one another become one result. A result is folded into the
 * first one before it that lies within a distance of it.
 *
 * @param within Euclidean distance, up to which two items are duplicates; negative for no folding
 */
public record Folding(double within) {

  /**
   * Nearest items that are looked at for duplicates of the results, or ten times the results wanted
   * if these are more. A wide fold would otherwise read the whole index.
   */
  static final long MOST = 10_000;

  /** No result is folded. */
  public static final Folding NONE = new Folding(-1);

  public Folding {
    if (Double.isNaN(within)) {
      throw new IllegalArgumentException("NaN is no distance; fold within 0 or more");
    }
  }

  /**
   * Folds items that lie within a distance of each other.
   *
   * @param distance Euclidean; 0 folds equal vectors alone
   * @throws IllegalArgumentException if it is negative
   */
  public static Folding within(double distance) {
    if (!(distance >= 0)) {
      throw new IllegalArgumentException(
          "Cannot fold results within a distance of " + distance + "; it must be 0 or more");
    }
    return new Folding(distance);
  }

  /** Returns whether results are folded. */
  public boolean folds() {
    return within >= 0;
  }
}
