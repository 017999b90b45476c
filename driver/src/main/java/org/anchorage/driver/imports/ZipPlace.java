/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An entry of a zip archive.
 *
 * @param file the archive's URI, not encoded
 * @param header offset of the entry's local header
 * @param method 0 for stored, 8 for deflated
 * @param stored bytes in the archive
 * @param length bytes of the image
 * @param crc CRC-32 of the image
 */
record ZipPlace(String file, long header, int method, long stored, long length, long crc)
    implements Place {

  private static final int HEADER = 30;
  private static final int MAGIC = 0x04034b50;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  @Override
  public String version() {
    return length + "#" + crc;
  }

  @Override
  public byte[] read(Containers containers) throws BadPlaceException {
    Place.requireSmall(length);
    Place.requireSmall(stored);
    byte[] packed;
    try {
      ByteBuffer local =
          ByteBuffer.wrap(containers.read(file, header, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
      if (local.getInt(0) != MAGIC) {
        throw damaged("there is no entry");
      }
      long data = header + HEADER + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
      packed = containers.read(file, data, (int) stored);
    } catch (IOException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
    byte[] encoded = unpacked(packed);
    CRC32 found = new CRC32();
    found.update(encoded);
    if (found.getValue() != crc) {
      throw damaged("the check sum does not match, or the entry is encrypted");
    }
    return encoded;
  }

  private byte[] unpacked(byte[] packed) throws BadPlaceException {
    if (method == STORED) {
      return packed;
    }
    if (method != DEFLATED) {
      throw damaged("its compression method " + method + " is not known");
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] encoded = new byte[(int) length];
      int count = 0;
      while (count < encoded.length && !inflater.finished()) {
        int more = inflater.inflate(encoded, count, encoded.length - count);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        count += more;
      }
      return count == encoded.length ? encoded : Arrays.copyOf(encoded, count);
    } catch (DataFormatException e) {
      throw damaged(String.valueOf(e.getMessage()));
    } finally {
      inflater.end();
    }
  }

  private static BadPlaceException damaged(String how) {
    return new BadPlaceException(Bad.Reason.CORRUPT, "The archive is damaged here: " + how);
  }
}
