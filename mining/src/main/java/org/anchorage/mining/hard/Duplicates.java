/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

/**
 * Says which neighbours of other classes show the same image as the anchor. A pair of them has two
 * labels, so one label is wrong, and training on it teaches noise.
 *
 * @param over similarity (cosine) over which a neighbour is a near-duplicate. No similarity is over
 *     1, so 1 turns this off; 0.999 finds images that were encoded twice
 * @param content says which images are equal, whatever their vectors are
 */
public record Duplicates(double over, Content content) {

  /** Says whether two images are equal, e.g. by their SHA-256. Thread-safe. */
  @FunctionalInterface
  public interface Content {

    /** Returns whether the images of two rows are equal. */
    boolean same(int row, int other);
  }

  public Duplicates {
    if (!(over > -1 && over <= 1)) {
      throw new IllegalArgumentException(
          "Near-duplicates cannot be those over a similarity of "
              + over
              + "; pass a number over -1, and 1 at most");
    }
  }

  /** Counts nothing as a duplicate. */
  public static Duplicates none() {
    return over(1);
  }

  /** Counts neighbours over a similarity as duplicates, whatever their content. */
  public static Duplicates over(double similarity) {
    return new Duplicates(similarity, (row, other) -> false);
  }

  boolean are(int row, int other, float similarity) {
    return similarity > over || content.same(row, other);
  }
}
