/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.Serializable;

/** Where the bytes of one image lie, so that any task can read them. Immutable. */
interface Place extends Serializable {

  /** No image is this large. A larger file would only fill the memory. */
  int MOST = 256 << 20;

  /** Returns how many bytes the image seems to have; shards are cut by it. */
  long length();

  /** Returns what changes if the bytes change, as far as a listing tells. */
  String version();

  /**
   * Returns the encoded image; thread-safe.
   *
   * @throws BadPlaceException if this one image cannot be had
   */
  byte[] read(Containers containers) throws BadPlaceException;

  /** Returns whether the bytes are computed here, and not fetched. */
  default boolean computed() {
    return false;
  }

  /** Refuses an image that would only fill the memory. */
  static void requireSmall(long length) throws BadPlaceException {
    if (length >= MOST) {
      throw new BadPlaceException(Bad.Reason.TOO_LARGE, "It has " + MOST + " bytes or more");
    }
  }

  /** Tells that a file cannot be read. */
  static BadPlaceException unreadable(Object file, IOException cause) {
    return new BadPlaceException(
        Bad.Reason.INACCESSIBLE, "Cannot read " + file + ": " + cause.getMessage());
  }
}
