/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Locale;

/**
 * Whether the nearest items are put into another order by k-reciprocal neighbours: Zhong, Zheng,
 * Cao, Li, "Re-ranking person re-identification with k-reciprocal encoding", CVPR 2017. An item
 * comes earlier if it and the query have the same neighbours.
 *
 * <p>Neighbours are sought among the query and the candidates alone, and not in the whole index.
 * Takes candidates&sup2; distances and as much memory.
 *
 * @param candidates nearest items that are re-ranked, at least 1; 0 for no re-ranking
 * @param k1 neighbours that must be mutual, at least 1; the paper's k1
 * @param k2 neighbours that a code is the mean of, at least 1; the paper's k2
 * @param lambda share of the original distance, 0 to 1; the paper's &lambda;
 */
public record Reranking(int candidates, int k1, int k2, double lambda) {

  /** Most candidates, because their distances are all kept. */
  public static final int MOST = 2000;

  /** The order of distances. */
  public static final Reranking NONE = new Reranking(0, 1, 1, 1);

  public Reranking {
    if (candidates < 0 || candidates > MOST) {
      throw new IllegalArgumentException(
          "Cannot re-rank " + candidates + " candidates; ask for 1 to " + MOST);
    }
    if (k1 < 1 || k2 < 1 || !(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot re-rank with k1 = %d, k2 = %d, lambda = %s; k1 and k2 are at least 1, lambda"
                  + " 0 to 1",
              k1,
              k2,
              lambda));
    }
  }

  /**
   * Re-ranks with the paper's constants: k1 = 20, k2 = 6, lambda = 0.3.
   *
   * @param candidates 1 to {@value #MOST}; 100 is a good number
   */
  public static Reranking reciprocal(int candidates) {
    if (candidates < 1) {
      throw new IllegalArgumentException(
          "Cannot re-rank " + candidates + " candidates; ask for 1 to " + MOST);
    }
    return new Reranking(candidates, 20, 6, 0.3);
  }

  /** Returns whether anything is re-ranked. */
  public boolean reranks() {
    return candidates > 0;
  }
}
