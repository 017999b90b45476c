/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

/** Hoare's selection (Find, 1961), with the median of three as pivot. */
final class Selection {

  private Selection() {}

  /** Returns the k-th smallest (from 1) of the first values, reordering them; none is NaN. */
  static float smallest(float[] values, int size, int k) {
    int wanted = k - 1;
    int low = 0;
    int high = size - 1;
    while (low < high) {
      float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = values[i];
          values[i] = values[j];
          values[j] = swap;
          i++;
          j--;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[wanted];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /**
   * Returns the k-th smallest (from 1) of the numbers from one place (included) to another (not),
   * and moves it and the smaller ones to the front.
   */
  static long smallest(long[] values, int from, int to, int k) {
    int wanted = from + k - 1;
    int low = from;
    int high = to - 1;
    while (low < high) {
      long pivot = median(values[low], values[(low + high) >>> 1], values[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swap = values[i];
          values[i] = values[j];
          values[j] = swap;
          i++;
          j--;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[wanted];
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
