/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import org.anchorage.core.architecture.InputRule.Resize;

/**
 * The source pixels that make each target pixel along one side of an image, with their weights. The
 * weights are a triangle about the target pixel's centre. Bilinear, it reaches one source pixel to
 * either side. Antialiased, it reaches one target pixel if that is wider. So every source pixel
 * counts when the image shrinks, and fine detail fades instead of flickering.
 *
 * @param start first source pixel of each target pixel; never decreases along the side
 * @param weights of the source pixels from there on; each row sums to 1
 */
record Taps(int[] start, float[][] weights) {

  /**
   * Returns the taps that bring a stretch of the source to the target.
   *
   * @param from where the stretch starts, in source pixels; may lie between two
   * @param length of the stretch, in source pixels
   * @param source pixels of the whole side
   * @param target pixels wanted
   */
  static Taps of(double from, double length, int source, int target, Resize resize) {
    int[] start = new int[target];
    float[][] weights = new float[target][];
    double scale = length / target;
    double reach = resize == Resize.ANTIALIASED ? Math.max(1, scale) : 1;
    for (int i = 0; i < target; i++) {
      double centre = from + (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(source, (int) (centre + reach + 0.5));
      start[i] = first;
      weights[i] = weights(first, end, centre, reach);
    }
    return new Taps(start, weights);
  }

  private static float[] weights(int first, int end, double centre, double reach) {
    float[] weights = new float[end - first];
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      double distance = Math.abs(first + k + 0.5 - centre) / reach;
      weights[k] = (float) Math.max(0, 1 - distance);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= (float) sum;
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
