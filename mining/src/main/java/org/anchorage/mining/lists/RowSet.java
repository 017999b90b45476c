/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * A set of rows that may be found, e.g. those that match a predicate, or those that are not
 * deleted. A bit a row. Immutable and thread-safe; make one for a predicate and use it for many
 * queries.
 */
public final class RowSet {

  private final int size;
  private final long[] words;
  private final int count;

  private RowSet(int size, long[] words) {
    this.size = size;
    this.words = words;
    this.count = Arrays.stream(words).mapToInt(Long::bitCount).sum();
  }

  /**
   * Returns the rows that a predicate admits.
   *
   * @param size rows that there are, 0 or more
   * @param admits asked once about each row, in order
   */
  public static RowSet where(int size, IntPredicate admits) {
    long[] words = new long[(size + Long.SIZE - 1) / Long.SIZE];
    for (int row = 0; row < size; row++) {
      if (admits.test(row)) {
        words[row / Long.SIZE] |= 1L << row;
      }
    }
    return new RowSet(size, words);
  }

  /**
   * Returns the rows whose bits are set.
   *
   * @param size rows that there are
   * @throws IllegalArgumentException if a bit is set for which there is no row
   */
  public static RowSet of(int size, BitSet rows) {
    if (rows.length() > size) {
      Rows.requireRow(rows.length() - 1, size);
    }
    return new RowSet(size, Arrays.copyOf(rows.toLongArray(), (size + Long.SIZE - 1) / Long.SIZE));
  }

  /** Returns all rows. */
  public static RowSet all(int size) {
    BitSet all = new BitSet(size);
    all.set(0, size);
    return of(size, all);
  }

  /**
   * Returns the set without some rows, e.g. those that were deleted; rows that are not in it change
   * nothing. Copies a bit a row.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public RowSet without(int... rows) {
    long[] left = words.clone();
    for (int row : rows) {
      Rows.requireRow(row, size);
      left[row / Long.SIZE] &= ~(1L << row);
    }
    return new RowSet(size, left);
  }

  /**
   * Returns the rows of both sets.
   *
   * @throws IllegalArgumentException if the other set is of another number of rows
   */
  public RowSet and(RowSet other) {
    if (other.size != size) {
      throw new IllegalArgumentException(
          "A set among "
              + size
              + " rows has none in common with a set among "
              + other.size
              + "; make both for the same vectors");
    }
    long[] both = new long[words.length];
    Arrays.setAll(both, i -> words[i] & other.words[i]);
    return new RowSet(size, both);
  }

  /** Returns how many rows there are, in the set or not. */
  public int size() {
    return size;
  }

  /** Returns how many rows are in the set. */
  public int count() {
    return count;
  }

  /** Returns whether a row is in the set; rows are below {@link #size}. */
  public boolean contains(int row) {
    return (words[row / Long.SIZE] & 1L << row) != 0;
  }

  /** Returns the rows in the set, ascending. */
  public int[] rows() {
    int[] rows = new int[count];
    int at = 0;
    for (int i = 0; i < words.length; i++) {
      for (long left = words[i]; left != 0; left &= left - 1) {
        rows[at++] = i * Long.SIZE + Long.numberOfTrailingZeros(left);
      }
    }
    return rows;
  }
}
