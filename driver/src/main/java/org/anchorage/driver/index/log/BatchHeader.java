/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.anchorage.driver.artifact.ArtifactException;

/**
 * The first {@value #BYTES} bytes of a batch, big-endian: magic (8 bytes), version (4), dim (4),
 * number (8), changes (4), bytes of the changes (4). The changes follow. The last {@value #CRC}
 * bytes of the file are the CRC32C of all bytes before them.
 *
 * @param number of the batch in its log, from 1
 * @param dim floats of a vector
 * @param changes how many there are
 * @param payload bytes of the changes
 */
record BatchHeader(long number, int dim, int changes, int payload) {

  static final int BYTES = 32;
  static final int CRC = Integer.BYTES;

  /** The characters ANCHLOGB. */
  private static final long MAGIC = 0x414e4348_4c4f4742L;

  private static final int VERSION = 1;

  void write(ByteBuffer into) {
    into.putLong(MAGIC).putInt(VERSION).putInt(dim).putLong(number).putInt(changes).putInt(payload);
  }

  /** Returns the checksum of the first bytes of an array. */
  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Reads the header of a whole file, and verifies the file's length and its checksum.
   *
   * @param number that the file's name says
   * @throws ArtifactException if it is no batch, not whole, of a newer version or of another number
   */
  static BatchHeader read(byte[] file, long number, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length < BYTES + CRC) {
      throw damaged(name, "it has " + file.length + " bytes, and a batch has more");
    }
    if (bytes.getLong() != MAGIC) {
      throw damaged(name, "it does not begin as a batch does");
    }
    int version = bytes.getInt();
    int dim = bytes.getInt();
    BatchHeader header = new BatchHeader(bytes.getLong(), dim, bytes.getInt(), bytes.getInt());
    if (header.payload != file.length - BYTES - CRC) {
      throw damaged(
          name,
          "it has "
              + file.length
              + " bytes, and its header says "
              + ((long) BYTES + header.payload + CRC));
    }
    if (bytes.getInt(file.length - CRC) != checksum(file, file.length - CRC)) {
      throw damaged(name, "its checksum is wrong");
    }
    if (version != VERSION) {
      throw new ArtifactException(
          "The batch "
              + name
              + " has version "
              + version
              + ", and this program reads "
              + VERSION
              + "; use a newer Anchorage");
    }
    if (header.number != number) {
      throw damaged(name, "it is batch " + header.number + " by its header");
    }
    return header;
  }

  static ArtifactException damaged(String name, String how) {
    return new ArtifactException(
        "The batch " + name + " of the index's log is damaged: " + how + "; restore the file");
  }
}
