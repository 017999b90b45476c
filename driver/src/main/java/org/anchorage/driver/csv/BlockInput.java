/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Looks at bytes as they are read in blocks; a single byte is a block of one. Not thread-safe. */
abstract class BlockInput extends FilterInputStream {

  BlockInput(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int from, int length) throws IOException;
}
