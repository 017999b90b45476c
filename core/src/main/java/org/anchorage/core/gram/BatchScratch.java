/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays for values that are computed from one batch's Gram matrix, and used again for the next
 * batch. A step that takes the same arrays as the step before allocates none. Arrays are taken one
 * after another and returned all at once. Not thread-safe.
 */
public final class BatchScratch {

  private final List<double[]> arrays = new ArrayList<>();
  private int taken;

  /** Takes an array of zeros; no other caller gets it until {@link #reuse}. */
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

  /** Returns all arrays to this scratch; the next batch overwrites them. */
  public void reuse() {
    taken = 0;
  }
}
