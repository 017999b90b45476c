/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/**
 * The place of a file that is listed and cannot be read.
 *
 * @param why a sentence without its full stop
 */
record NoPlace(String why) implements Place {

  @Override
  public long length() {
    return 0;
  }

  @Override
  public String version() {
    return why;
  }

  @Override
  public byte[] read(Containers containers) throws BadPlaceException {
    throw new BadPlaceException(Bad.Reason.INACCESSIBLE, why);
  }
}
