/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** Label and split of each row, packed into one int. Immutable. */
sealed interface RowCodes extends Serializable {

  /** Returns the number of rows. */
  int size();

  /** Returns the code of a row. */
  int at(int row);

  /** Returns the rows of a split, ascending. */
  int[] rows(Split split);

  /** Packs a label below 2^29 and a split. */
  static int pack(int label, Split split) {
    return label << 2 | number(split);
  }

  private static int number(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case VALIDATION -> 1;
      case TEST -> 2;
    };
  }

  /** Returns the label in a code. */
  static int label(int code) {
    return code >>> 2;
  }

  /** Returns whether a code is of a split. */
  static boolean isOf(int code, Split split) {
    return (code & 3) == number(split);
  }

  /** Returns the split in a code. */
  static Split split(int code) {
    return switch (code & 3) {
      case 0 -> Split.TRAIN;
      case 1 -> Split.VALIDATION;
      default -> Split.TEST;
    };
  }

  /**
   * A code for each row: 4 bytes a row.
   *
   * @param codes kept, not copied
   */
  record Each(int[] codes) implements RowCodes {

    @Override
    public int size() {
      return codes.length;
    }

    @Override
    public int at(int row) {
      return codes[row];
    }

    @Override
    public int[] rows(Split split) {
      return IntStream.range(0, codes.length).filter(row -> isOf(codes[row], split)).toArray();
    }
  }

  /**
   * A code for each run of rows that have the same: 8 bytes a run, found by binary search.
   *
   * @param firsts first row of each run, from 0, ascending
   * @param codes of the runs
   * @param size number of rows
   */
  record Runs(int[] firsts, int[] codes, int size) implements RowCodes {

    @Override
    public int at(int row) {
      Objects.checkIndex(row, size);
      int found = Arrays.binarySearch(firsts, row);
      return codes[found < 0 ? -found - 2 : found];
    }

    @Override
    public int[] rows(Split split) {
      return IntStream.range(0, codes.length)
          .filter(run -> isOf(codes[run], split))
          .flatMap(run -> IntStream.range(firsts[run], end(run)))
          .toArray();
    }

    private int end(int run) {
      return run + 1 < firsts.length ? firsts[run + 1] : size;
    }
  }
}
