/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

/** Where the middle part of a side begins. */
final class Middle {

  private Middle() {}

  /**
   * Returns the pixels before the middle part. Half a pixel is rounded to the even neighbour, as
   * torchvision's CenterCrop rounds it.
   *
   * @param beyond pixels of the side beyond those of its middle part
   */
  static int of(int beyond) {
    return (int) Math.rint(beyond / 2.0);
  }
}
