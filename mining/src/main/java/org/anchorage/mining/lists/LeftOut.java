/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

/**
 * The vectors that a query met and may not find, because they are deleted or a filter leaves them
 * out. If many of them are near, the query's neighbours lie in other lists than usual. Not
 * thread-safe; reused for the next query.
 */
final class LeftOut {

  /** One vector of so many may be left out, and the usual lists still hold the neighbours. */
  private static final int ONE_IN = 10;

  private final KNearest nearest = new KNearest();
  private long met;
  private long admitted;

  /** Begins a query for k neighbours that has met none. */
  void begin(int k) {
    nearest.begin(Math.max(1, k / ONE_IN));
    met = 0;
    admitted = 0;
  }

  /** Meets the vectors of a list. */
  void meet(int vectors, int ofThemAdmitted) {
    met += vectors;
    admitted += ofThemAdmitted;
  }

  /** Leaves out a vector, by its squared distance; no place comes twice. */
  void leaveOut(float distance, int place) {
    nearest.offer(distance, place);
  }

  /** Returns whether more than one in {@value #ONE_IN} of the vectors met was left out. */
  boolean many() {
    return met - admitted > met / ONE_IN;
  }

  /**
   * Returns whether neighbours may lie in other lists than without those left out: if there are
   * many, or if they would be a tenth of the k neighbours, be it one.
   *
   * @param farthest squared distance of the k-th neighbour so far; infinite if there are fewer
   */
  boolean mislead(float farthest) {
    return many() || nearest.farthest() < farthest;
  }
}
