/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.core.vectors.Vectors;

/**
 * How lists store the numbers of their vectors. Distances are those of the stored vectors, so a
 * coding with fewer bytes costs recall; {@link Calibration} measures how much.
 */
public enum Coding {
  /** 4 bytes: the numbers as they are. The fastest. */
  FLOAT(4),
  /**
   * 2 bytes: IEEE 754 binary16. Hardly any neighbour changes. Numbers of 65,520 or more are
   * refused.
   */
  HALF(2),
  /**
   * 1 byte: each list divides the range of each of its dimensions into 255 equal steps, so a number
   * is off by half a step at most. 8 dim bytes a list for the ranges.
   */
  INT8(1);

  private final int bytes;

  Coding(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Refuses a vector that lists of this coding cannot hold, so that it can be refused before it is
   * kept anywhere.
   *
   * @throws IllegalArgumentException if a number is not finite or has no half, or the vector is
   *     longer than 10^17
   */
  public void require(float[] vector) {
    Rows.requireFinite(new Vectors(vector.length, vector), 0);
    if (this == HALF) {
      for (float number : vector) {
        short unused = Payload.half(number);
      }
    }
  }

  /** Returns how many bytes a number takes. */
  public int bytes() {
    return bytes;
  }
}
