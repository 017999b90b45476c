/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

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

  /** Returns how many bytes a number takes. */
  public int bytes() {
    return bytes;
  }
}
