/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

/**
 * Bends values before they are rounded, and straightens them afterwards. The loops are simple
 * enough for the compiler to make vector instructions of them.
 */
enum Curve {
  /** Leaves values as they are. */
  LINEAR {
    @Override
    float bent(float magnitude) {
      return magnitude;
    }

    @Override
    void bend(float[] values, int to) {
      for (int i = 0; i < to; i++) {
        values[i] = Math.abs(values[i]);
      }
    }

    @Override
    void straighten(float[] values, int from, int to, float least) {
      // Nothing was bent.
    }
  },
  /**
   * The square root, with the sign of the value. Squaring doubles what binary16 spans, to 2^-78 of
   * the largest, at twice the relative error. It is for optimiser moments: Adam divides by the root
   * of its second moment, so a small moment that became zero would make a step of any size.
   */
  ROOT {
    @Override
    float bent(float magnitude) {
      return (float) Math.sqrt(magnitude);
    }

    @Override
    void bend(float[] values, int to) {
      for (int i = 0; i < to; i++) {
        values[i] = (float) Math.sqrt(Math.abs(values[i]));
      }
    }

    @Override
    void straighten(float[] values, int from, int to, float least) {
      for (int i = from; i < to; i++) {
        values[i] = values[i] * Math.abs(values[i]);
      }
      if (least * least < Float.MIN_NORMAL) {
        // Subnormal floats have too few digits to give back the same root.
        for (int i = from; i < to; i++) {
          values[i] = Math.abs(values[i]) < Float.MIN_NORMAL ? 0 : values[i];
        }
      }
    }
  };

  /** Bends a magnitude. */
  abstract float bent(float magnitude);

  /** Replaces the first values by their bent magnitudes. */
  abstract void bend(float[] values, int to);

  /** Undoes {@link #bend} in a range of values; non-zero magnitudes are at least {@code least}. */
  abstract void straighten(float[] values, int from, int to, float least);
}
