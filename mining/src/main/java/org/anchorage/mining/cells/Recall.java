/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * How many of the exact neighbours of a sample a search found. Parts add up. For mining, take
 * neighbours of other classes: an image's own class fills the nearest places, and a search that
 * finds it looks better than it mines.
 *
 * @param found of the exact neighbours
 * @param wanted exact neighbours
 */
public record Recall(long found, long wanted) implements Serializable {

  /**
   * Compares a search with the exact one.
   *
   * @param exact neighbours of some queries
   * @param found neighbours of the same queries, as many for each
   */
  public static Recall of(Neighbours exact, Neighbours found) {
    if (exact.k() != found.k() || exact.queries() != found.queries()) {
      throw new IllegalArgumentException(
          "The "
              + found.k()
              + " neighbours of "
              + found.queries()
              + " queries cannot be compared with the exact "
              + exact.k()
              + " of "
              + exact.queries()
              + "; search for as many");
    }
    int k = exact.k();
    Recall sum = new Recall(0, 0);
    for (int at = 0; at < exact.indices().length; at += k) {
      int[] sorted = Arrays.copyOfRange(found.indices(), at, at + k);
      Arrays.sort(sorted);
      long wanted = Arrays.stream(exact.indices(), at, at + k).filter(row -> row >= 0).count();
      long hits =
          Arrays.stream(exact.indices(), at, at + k)
              .filter(row -> row >= 0 && Arrays.binarySearch(sorted, row) >= 0)
              .count();
      sum = sum.plus(new Recall(hits, wanted));
    }
    return sum;
  }

  /** Returns the recall of both samples. */
  public Recall plus(Recall other) {
    return new Recall(found + other.found, wanted + other.wanted);
  }

  /** Returns the share found, 0 to 1; of no neighbours, 1. */
  public double share() {
    return wanted == 0 ? 1 : (double) found / wanted;
  }
}
