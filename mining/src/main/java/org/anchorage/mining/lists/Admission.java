/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.mining.neighbours.Filter;

/** Which rows one query may find. */
interface Admission {

  /** Returns whether a row may be found. */
  boolean admits(int row);

  /**
   * Returns how many of some rows may be found, or how many there are if asking about each would
   * cost too much.
   */
  int admitted(int[] rows, int from, int count);

  /** Admits all. */
  static Admission all() {
    return new Admission() {
      @Override
      public boolean admits(int row) {
        return true;
      }

      @Override
      public int admitted(int[] rows, int from, int count) {
        return count;
      }
    };
  }

  /** Admits the rows of a set. */
  static Admission of(RowSet set) {
    return new Admission() {
      @Override
      public boolean admits(int row) {
        return set.contains(row);
      }

      @Override
      public int admitted(int[] rows, int from, int count) {
        int sum = 0;
        for (int i = from; i < from + count; i++) {
          sum += set.contains(rows[i]) ? 1 : 0;
        }
        return sum;
      }
    };
  }

  /** Admits what a filter does, which is asked of near vectors only. */
  static Admission of(Filter filter, int query) {
    return new Admission() {
      @Override
      public boolean admits(int row) {
        return filter.admits(query, row);
      }

      @Override
      public int admitted(int[] rows, int from, int count) {
        return count;
      }
    };
  }
}
