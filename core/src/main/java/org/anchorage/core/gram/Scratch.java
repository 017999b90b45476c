/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays for what is computed of one batch, handed out again for the next: a step that computes the
 * same as the one before allocates none. Not thread-safe.
 */
public final class Scratch {

  private final List<double[]> arrays = new ArrayList<>();
  private int taken;

  /** Returns zeros, which nobody else has until {@link #reuse}. */
  public double[] zeros(int length) {
    if (taken == arrays.size()) {
      arrays.add(new double[length]);
    } else if (arrays.get(taken).length == length) {
      Arrays.fill(arrays.get(taken), 0);
    } else {
      arrays.set(taken, new double[length]);
    }
    return arrays.get(taken++);
  }

  /** Takes all arrays back: what was computed in them is lost from here on. */
  public void reuse() {
    taken = 0;
  }
}
