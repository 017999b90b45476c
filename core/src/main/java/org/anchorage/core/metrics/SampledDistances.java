/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * The mean distance of random pairs of vectors that are read in pieces. Pairs are drawn and summed
 * in one order, whatever is held at once, so that the bits do not depend on it.
 */
final class SampledDistances {

  /** Vectors read at once. */
  private static final int PIECE = 2048;

  private final VectorSource vectors;
  private final int atOnce;

  /**
   * Prepares.
   *
   * @param vectors at least 2
   * @param atOnce pairs whose vectors are held at once
   */
  SampledDistances(VectorSource vectors, int atOnce) {
    this.vectors = vectors;
    this.atOnce = Math.max(1, atOnce);
  }

  double mean(long pairs, Seed seed) {
    SplittableRandom random = seed.generator();
    int count = vectors.count();
    double sum = 0;
    for (long done = 0; done < pairs; done += atOnce) {
      int[] ones = new int[(int) Math.min(atOnce, pairs - done)];
      int[] others = new int[ones.length];
      for (int i = 0; i < ones.length; i++) {
        ones[i] = random.nextInt(count);
        int other = random.nextInt(count - 1);
        others[i] = other < ones[i] ? other : other + 1;
      }
      Vectors left = gathered(ones);
      Vectors right = gathered(others);
      for (int i = 0; i < ones.length; i++) {
        sum += Math.sqrt(left.squaredDistance(i, right, i));
      }
    }
    return sum / pairs;
  }

  /** Returns the vectors of some rows in any order, with one pass over all. */
  private Vectors gathered(int[] rows) {
    int dim = vectors.dim();
    long[] order = new long[rows.length];
    Arrays.setAll(order, i -> (long) rows[i] << Integer.SIZE | i);
    Arrays.sort(order);
    float[] values = new float[Math.multiplyExact(rows.length, dim)];
    int first = 0;
    Vectors piece = new Vectors(dim, new float[0]);
    for (long entry : order) {
      int row = (int) (entry >>> Integer.SIZE);
      if (row >= first + piece.count()) {
        first = row;
        piece = vectors.read(first, (int) Math.min(vectors.count(), (long) first + PIECE));
      }
      System.arraycopy(piece.values(), (row - first) * dim, values, (int) entry * dim, dim);
    }
    return new Vectors(dim, values);
  }
}
