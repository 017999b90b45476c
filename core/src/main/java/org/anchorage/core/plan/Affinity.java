/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Which classes or images should meet in a batch, as the mining stage found, and how much each
 * class is confused with others. Immutable as long as nobody writes into the arrays, which are kept
 * and not copied.
 */
public sealed interface Affinity extends Serializable {

  /**
   * Returns for each label of the catalogue how much it is confused with others: zero or more, in
   * any unit; empty if that is not known.
   */
  double[] masses();

  /** Nothing is known: classes meet at random. */
  record None() implements Affinity {

    @Override
    public double[] masses() {
      return new double[0];
    }
  }

  /**
   * Classes that the current embedding confuses with one another.
   *
   * @param confusable for each label of the catalogue the labels most confusable with it, most
   *     first; empty if none are known
   * @param masses for each label how much it is confused with others; empty if not known
   */
  record Classes(int[][] confusable, double[] masses) implements Affinity {

    /** Confusable classes whose masses are not known. */
    public Classes(int[][] confusable) {
      this(confusable, new double[0]);
    }
  }

  /**
   * Single images that the current embedding puts too close to an image of another class.
   *
   * @param rows rows of the catalogue, each once
   * @param starts rows + 1 places: row i's hard negatives lie from {@code starts[i]} to {@code
   *     starts[i + 1]} (not included)
   * @param negatives rows of all hard negatives, each row's hardest first
   * @param masses for each label how much it is confused with others; empty if not known
   */
  record Instances(int[] rows, int[] starts, int[] negatives, double[] masses) implements Affinity {

    public Instances {
      if (rows.length != starts.length - 1) {
        throw new IllegalArgumentException(
            rows.length
                + " rows and "
                + (starts.length - 1)
                + " lists of hard negatives; give each row one list");
      }
    }

    /**
     * Images with hard negatives in lists.
     *
     * @param hardNegatives for each row the rows of its hard negatives, hardest first
     */
    public Instances(int[] rows, int[][] hardNegatives, double[] masses) {
      this(
          rows,
          starts(hardNegatives),
          Arrays.stream(hardNegatives).flatMapToInt(Arrays::stream).toArray(),
          masses);
    }

    /** Images with hard negatives whose masses are not known. */
    public Instances(int[] rows, int[][] hardNegatives) {
      this(rows, hardNegatives, new double[0]);
    }

    private static int[] starts(int[][] lists) {
      int[] starts = new int[lists.length + 1];
      for (int i = 0; i < lists.length; i++) {
        starts[i + 1] = starts[i] + lists[i].length;
      }
      return starts;
    }

    /** Returns the hard negatives of one of the rows, hardest first; a copy. */
    public int[] hardNegatives(int row) {
      return Arrays.copyOfRange(negatives, starts[row], starts[row + 1]);
    }
  }
}
