/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads what is followed by its CRC32C, as a long, and throws {@link DamagedException} at its end
 * if it is not what was written. Not thread-safe.
 */
final class SummedInput extends InputStream {

  private final InputStream in;
  private final CRC32C sum = new CRC32C();
  private final String name;
  private long left;
  private boolean checked;

  /** The file is not what was written. */
  static final class DamagedException extends IOException {

    DamagedException(String name) {
      super("the file " + name + " is damaged");
    }
  }

  /**
   * Creates a stream.
   *
   * @param in the content and its sum
   * @param length of both, in bytes
   * @param name of the file, for messages
   */
  SummedInput(InputStream in, long length, String name) throws DamagedException {
    this.in = in;
    this.name = name;
    this.left = length - Long.BYTES;
    if (left < 0) {
      throw new DamagedException(name);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = -1;
    if (left > 0) {
      count = in.read(bytes, from, (int) Math.min(length, left));
      if (count < 0) {
        throw new DamagedException(name);
      }
      sum.update(bytes, from, count);
      left -= count;
    }
    if (left == 0 && !checked) {
      check();
    }
    return count;
  }

  private void check() throws IOException {
    checked = true;
    byte[] written = in.readNBytes(Long.BYTES);
    if (written.length < Long.BYTES || ByteBuffer.wrap(written).getLong() != sum.getValue()) {
      throw new DamagedException(name);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
