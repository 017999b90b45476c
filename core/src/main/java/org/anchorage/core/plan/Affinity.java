/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;

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
   * @param hardNegatives for each of them the rows of its hard negatives, hardest first
   * @param masses for each label how much it is confused with others; empty if not known
   */
  record Instances(int[] rows, int[][] hardNegatives, double[] masses) implements Affinity {

    public Instances {
      if (rows.length != hardNegatives.length) {
        throw new IllegalArgumentException(
            rows.length
                + " rows and "
                + hardNegatives.length
                + " lists of hard negatives; give each row one list");
      }
    }

    /** Images with hard negatives whose masses are not known. */
    public Instances(int[] rows, int[][] hardNegatives) {
      this(rows, hardNegatives, new double[0]);
    }
  }
}
