/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.head;

import org.anchorage.core.architecture.Layer;

/** Scales rows in place, in double precision. Stateless and thread-safe. */
public final class RowScaling {

  private RowScaling() {}

  /**
   * Brings a row to mean 0 and variance 1: see {@link Layer.LayerNorm}.
   *
   * @param from index of its first number
   * @param size of the row
   * @return 1 / deviation
   */
  public static double layerNorm(float[] rows, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += rows[i];
    }
    double mean = sum / size;
    double squares = 0;
    for (int i = from; i < from + size; i++) {
      squares += (rows[i] - mean) * (rows[i] - mean);
    }
    double inverse = 1 / Math.sqrt(squares / size + Layer.LayerNorm.EPSILON);
    for (int i = from; i < from + size; i++) {
      rows[i] = (float) ((rows[i] - mean) * inverse);
    }
    return inverse;
  }

  /**
   * Brings a row to length 1: see {@link Layer.UnitLength}.
   *
   * @param from index of its first number
   * @param size of the row
   * @return its length as it was
   */
  public static double unitLength(float[] rows, int from, int size) {
    double squares = 0;
    for (int i = from; i < from + size; i++) {
      squares += (double) rows[i] * rows[i];
    }
    double length = Math.sqrt(squares);
    double scale = 1 / Math.max(length, Layer.UnitLength.SHORTEST);
    for (int i = from; i < from + size; i++) {
      rows[i] = (float) (rows[i] * scale);
    }
    return length;
  }
}
