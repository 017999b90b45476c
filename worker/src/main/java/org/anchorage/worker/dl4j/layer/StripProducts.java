/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

/**
 * The inner loops of depthwise convolutions: sums of products of strips of floats.
 *
 * <p>Each loop fits the compiler's bounds for vector instructions. HotSpot 17 compiles a loop with
 * four products, or one whose arrays are read at different places, to single instructions, and it
 * is then five times slower. Strips of about a thousand floats are fastest: shorter ones are left
 * to single instructions at their ends, longer ones leave the first cache.
 */
final class StripProducts {

  /** About the floats of a strip. */
  private static final int LENGTH = 1024;

  private StripProducts() {}

  /** sum += a x. */
  static void add(float[] sum, float[] a, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += a[i] * x[i];
    }
  }

  /** sum += a x + b y. */
  static void add(float[] sum, float[] a, float[] b, float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += a[i] * x[i] + b[i] * y[i];
    }
  }

  /** sum += a x + b y + c z. */
  static void add(
      float[] sum, float[] a, float[] b, float[] c, float[] x, float[] y, float[] z, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += a[i] * x[i] + b[i] * y[i] + c[i] * z[i];
    }
  }

  /** Returns how many of the products that are left to take at once: never one, if it can be. */
  static int next(int left) {
    return left == 4 ? 2 : Math.min(3, left);
  }

  /** Returns the columns of a strip, so that strips of a row are about equally long. */
  static int columns(int width, int channels) {
    int most = Math.max(1, LENGTH / channels);
    int strips = (width + most - 1) / most;
    return (width + strips - 1) / strips;
  }
}
