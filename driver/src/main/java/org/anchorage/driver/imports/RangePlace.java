/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;

/**
 * A stretch of bytes in a file.
 *
 * @param file its URI, not encoded
 * @param offset of the first byte
 * @param length number of bytes
 * @param version what changes if the bytes do
 */
record RangePlace(String file, long offset, long length, String version) implements Place {

  @Override
  public byte[] read(Containers containers) throws BadPlaceException {
    Place.requireSmall(length);
    try {
      return containers.read(file, offset, (int) length);
    } catch (IOException e) {
      throw Place.unreadable(file, e);
    }
  }
}
