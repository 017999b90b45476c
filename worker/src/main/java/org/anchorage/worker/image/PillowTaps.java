/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/**
 * The source pixels that make each target pixel along one side of an image, as Pillow computes them
 * ({@code precompute_coeffs} and {@code normalize_coeffs_8bpc} of its Resample.c, filter BILINEAR):
 * an antialiased triangle, normalised in double precision, then rounded to whole numbers.
 *
 * @param start first source pixel of each target pixel; never decreases along the side
 * @param weights of the source pixels from there on, times 2^{@value #BITS}
 */
record PillowTaps(int[] start, int[][] weights) {

  /** Binary places of a weight. */
  static final int BITS = 32 - 8 - 2;

  /**
   * Returns the taps of some pixels of a resized side.
   *
   * @param source pixels of the side
   * @param resized pixels that the whole side is resized to
   * @param from first of them that is wanted
   * @param count how many are wanted
   */
  static PillowTaps of(int source, int resized, int from, int count) {
    int[] start = new int[count];
    int[][] weights = new int[count][];
    double scale = (double) source / resized;
    double reach = Math.max(1, scale);
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(source, (int) (centre + reach + 0.5));
      start[i] = first;
      weights[i] = weights(first, end, centre, 1 / reach);
    }
    return new PillowTaps(start, weights);
  }

  private static int[] weights(int first, int end, double centre, double perReach) {
    double[] exact = new double[end - first];
    double sum = 0;
    for (int k = 0; k < exact.length; k++) {
      exact[k] = Math.max(0, 1 - Math.abs((k + first - centre + 0.5) * perReach));
      sum += exact[k];
    }
    int[] weights = new int[exact.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (int) (0.5 + exact[k] / sum * (1 << BITS));
    }
    return weights;
  }

  int target() {
    return start.length;
  }

  /** Returns the first source pixel that a target pixel does not need. */
  int end(int target) {
    return start[target] + weights[target].length;
  }
}
