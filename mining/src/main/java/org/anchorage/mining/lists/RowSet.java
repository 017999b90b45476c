/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A set of rows that may be found, e.g. those that match a predicate, or those that are not
 * deleted. A bit a row. Immutable and thread-safe; make one for a predicate and use it for many
 * queries.
 */
public final class RowSet {

  /** Lanes of fewer rows than this part of all are found at once, and those of as many others. */
  private static final int FEW = 64;

  /** Lanes are found at once for as many queries. */
  private static final int OFTEN = 8;

  private final int size;
  private final long[] words;
  private final int count;

  /** What the lists that searched last in the set need to know of it. */
  private volatile @Nullable Met met;

  /**
   * Lists that have searched in the set.
   *
   * @param rows of their table, which tells them from others
   * @param lanes of their blocks, or null while it does not pay to find them
   */
  private record Met(int[] rows, long @Nullable [] lanes) {}

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
    if (count == size || other.count == size) {
      return count == size ? other : this;
    }
    long[] both = new long[words.length];
    Arrays.setAll(both, i -> words[i] & other.words[i]);
    return new RowSet(size, both);
  }

  /** Returns the rows that are not in the set. */
  RowSet others() {
    long[] others = new long[words.length];
    Arrays.setAll(others, i -> ~words[i]);
    if (size % Long.SIZE > 0) {
      others[words.length - 1] &= (1L << size) - 1;
    }
    return new RowSet(size, others);
  }

  /**
   * Returns which lanes of each block of some lists are in the set. Finding that takes longer than
   * a query does, so it is done for a set that is searched a second time, or that holds hardly any
   * rows or nearly all. Otherwise the lanes are found block by block.
   *
   * @param queries of the search
   */
  Admission admission(ListTable table, int queries) {
    Met known = met;
    if (known == null || known.rows() != table.rows()) {
      boolean soon = Math.min(count, size - count) <= size / FEW || queries >= OFTEN;
      known = new Met(table.rows(), soon ? BlockLanes.of(table, this) : null);
      met = known;
    } else if (known.lanes() == null) {
      known = new Met(table.rows(), BlockLanes.of(table, this));
      met = known;
    }
    long[] lanes = known.lanes();
    return lanes == null ? Admission.of(this, table.rows()) : Admission.of(lanes);
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
