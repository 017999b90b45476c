/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.mining.neighbours.Filter;

/** Which vectors one query may find. */
interface Admission {

  /**
   * Returns which vectors of a block may be found, a bit for each lane; all that there are if
   * asking about each would cost too much.
   *
   * @param block its number
   * @param first place of its first vector
   * @param width vectors that it has
   */
  long lanes(int block, int first, int width);

  /** Returns whether a row of these lanes may be found. */
  boolean admits(int row);

  /** Returns the lanes of all vectors of a block. */
  static long all(int width) {
    return -1L >>> (Long.SIZE - width);
  }

  /** Admits all. */
  static Admission all() {
    return new Admission() {
      @Override
      public long lanes(int block, int first, int width) {
        return all(width);
      }

      @Override
      public boolean admits(int row) {
        return true;
      }
    };
  }

  /** Admits the rows of a set, with 64 look-ups a block. */
  static Admission of(RowSet set, int[] rows) {
    return new Admission() {
      @Override
      public long lanes(int block, int first, int width) {
        long lanes = 0;
        for (int lane = 0; lane < width; lane++) {
          lanes |= set.contains(rows[first + lane]) ? 1L << lane : 0;
        }
        return lanes;
      }

      @Override
      public boolean admits(int row) {
        return true;
      }
    };
  }

  /** Admits the lanes that are set, a number for each block. */
  static Admission of(long[] blocks) {
    return new Admission() {
      @Override
      public long lanes(int block, int first, int width) {
        return blocks[block];
      }

      @Override
      public boolean admits(int row) {
        return true;
      }
    };
  }

  /** Admits what a filter does, which is asked of near vectors only. */
  static Admission of(Filter filter, int query) {
    return new Admission() {
      @Override
      public long lanes(int block, int first, int width) {
        return all(width);
      }

      @Override
      public boolean admits(int row) {
        return filter.admits(query, row);
      }
    };
  }
}
