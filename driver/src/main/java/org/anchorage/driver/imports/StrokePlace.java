/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/**
 * A character that the program draws.
 *
 * @param seed of the drawing
 * @param size pixels of a side
 * @param character index of its class
 * @param item number within the class
 */
record StrokePlace(long seed, int size, int character, int item) implements Place {

  /** About half a byte a pixel: what a drawing of 28 x 28 has as a PNG. */
  @Override
  public long length() {
    return (long) size * size / 2;
  }

  @Override
  public String version() {
    return seed + "x" + size;
  }

  @Override
  public boolean computed() {
    return true;
  }

  @Override
  public byte[] read(Containers containers) {
    return containers.characters(seed, size).png(character, item);
  }
}
