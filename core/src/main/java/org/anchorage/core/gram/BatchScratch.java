/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays for what is computed from one batch's Gram matrix, handed out again for the next batch: a
 * step that computes the same as the one before allocates none. Arrays are taken one after another
 * and taken back all at once. Not thread-safe.
 */
public final class BatchScratch {

  private final List<double[]> arrays = new ArrayList<>();
  private int taken;

  /** Takes an array of zeros, which nobody else gets until {@link #reuse}. */
  public double[] takeZeros(int length) {
    if (taken == arrays.size()) {
      arrays.add(new double[length]);
    } else if (arrays.get(taken).length == length) {
      Arrays.fill(arrays.get(taken), 0);
    } else {
      arrays.set(taken, new double[length]);
    }
    return arrays.get(taken++);
  }

  /** Takes all arrays back: the next batch overwrites what was computed in them. */
  public void reuse() {
    taken = 0;
  }
}
