/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;

/**
 * Listed images, counted.
 *
 * @param images how many
 * @param bytes of these images, as the listing tells
 */
record Amount(long images, long bytes) implements Serializable {

  static final Amount NONE = new Amount(0, 0);

  /** Work on an image, in bytes of another image: a request and a header. */
  private static final int COST = 4096;

  static Amount of(Listed image) {
    return new Amount(1, image.place().length());
  }

  Amount plus(Amount other) {
    return new Amount(images + other.images, bytes + other.bytes);
  }

  /** Returns how much work these images are, in bytes. */
  long cost() {
    return bytes + COST * images;
  }
}
