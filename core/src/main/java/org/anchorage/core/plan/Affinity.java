/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;

/**
 * Who should meet in a batch, as the mining stage found. Immutable as long as nobody writes into
 * the arrays, which are kept and not copied.
 */
public sealed interface Affinity extends Serializable {

  /** Nothing is known: classes meet at random. */
  record None() implements Affinity {}

  /**
   * Classes that the current embedding takes for one another.
   *
   * @param confusable for each label of the catalogue the labels most confusable with it, most
   *     first; empty where none are known
   */
  record Classes(int[][] confusable) implements Affinity {}

  /**
   * Single images that the current embedding puts too close to an image of another class.
   *
   * @param rows rows of the catalogue, each once
   * @param hardNegatives for each of them the rows of its hard negatives, hardest first
   */
  record Instances(int[] rows, int[][] hardNegatives) implements Affinity {

    public Instances {
      if (rows.length != hardNegatives.length) {
        throw new IllegalArgumentException(
            rows.length
                + " rows and "
                + hardNegatives.length
                + " lists of hard negatives; give each row one list");
      }
    }
  }
}
