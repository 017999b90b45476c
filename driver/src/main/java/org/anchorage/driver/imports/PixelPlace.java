/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;

/**
 * Grey pixels in a file, which become a PNG.
 *
 * @param file its URI, not encoded
 * @param offset of the first pixel
 * @param width of the image
 * @param height of the image
 * @param version what changes if the pixels do
 */
record PixelPlace(String file, long offset, int width, int height, String version)
    implements Place {

  @Override
  public long length() {
    return (long) width * height;
  }

  @Override
  public byte[] read(Containers containers) throws BadPlaceException {
    try {
      byte[] pixels = containers.read(file, offset, width * height);
      return new GreyPng(width, height).encode(pixels);
    } catch (IOException e) {
      throw Place.unreadable(file, e);
    }
  }
}
