/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a file of lists, little-endian: magic (8 bytes), version,
 * bytes of a number (4: float, 2: half, 1: INT8), dim, lists, vectors, blocks, CRC32C of each part
 * but the last, then zeros, and at the end the CRC32C of the bytes before.
 *
 * <p>The parts follow, each from a multiple of {@value #ALIGNED} bytes on: centroids (lists x dim
 * floats), starts (lists + 1 ints), rows (an int a vector), ranges (INT8 only: lists x dim lowest
 * numbers, then as many steps), a CRC32C of each list's blocks, and the blocks.
 *
 * @param checksums of the parts
 */
record ListHeader(Coding coding, int dim, int lists, int count, int blocks, int[] checksums) {

  static final int BYTES = 128;
  static final int ALIGNED = 64;

  /** Parts before the blocks. */
  static final int PARTS = 5;

  /** The characters ANCHLIST. */
  private static final long MAGIC = 0x5453494c_48434e41L;

  private static final int VERSION = 1;

  /** Returns the bytes of each part before the blocks. */
  long[] sizes() {
    long ranges = coding == Coding.INT8 ? 8L * lists * dim : 0;
    return new long[] {4L * lists * dim, 4L * lists + 4, 4L * count, ranges, 4L * lists};
  }

  /** Returns where each part begins, the blocks last. */
  long[] offsets() {
    long[] offsets = new long[PARTS + 1];
    offsets[0] = BYTES;
    for (int part = 0; part < PARTS; part++) {
      offsets[part + 1] = (offsets[part] + sizes()[part] + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
    return offsets;
  }

  /** Returns the bytes of a whole file. */
  long fileBytes() {
    return offsets()[PARTS] + (long) blocks * Payload.blockBytes(coding, dim);
  }

  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(coding.bytes()).putInt(dim).putInt(lists);
    bytes.putInt(count).putInt(blocks);
    for (int checksum : checksums) {
      bytes.putInt(checksum);
    }
    bytes.putInt(BYTES - 4, checksum(bytes.duplicate().rewind().limit(BYTES - 4)));
    return bytes.rewind();
  }

  /** Returns the checksum of the bytes that are left in a buffer, which stays as it is. */
  static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  /**
   * Reads the header of a file.
   *
   * @param bytes its first ones, fewer if there are no more
   * @param length of the file
   * @param name of the file, for messages
   * @throws IOException if the file does not hold lists, or has another length than it says
   */
  static ListHeader read(ByteBuffer bytes, long length, String name) throws IOException {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < BYTES || bytes.getLong(0) != MAGIC) {
      throw damaged(name, "it does not begin as a file of lists does");
    }
    if (bytes.getInt(8) != VERSION) {
      throw new IOException(
          "The file of lists "
              + name
              + " has version "
              + bytes.getInt(8)
              + ", and this program reads "
              + VERSION
              + "; use a newer Anchorage");
    }
    if (bytes.getInt(BYTES - 4) != checksum(bytes.slice(0, BYTES - 4))) {
      throw damaged(name, "the checksum of its header is wrong");
    }
    int[] checksums = new int[PARTS];
    for (int part = 0; part < PARTS; part++) {
      checksums[part] = bytes.getInt(32 + 4 * part);
    }
    ListHeader header =
        new ListHeader(
            coding(bytes.getInt(12), name),
            bytes.getInt(16),
            bytes.getInt(20),
            bytes.getInt(24),
            bytes.getInt(28),
            checksums);
    if (header.fileBytes() != length) {
      throw damaged(name, "it has " + length + " bytes, and its header says " + header.fileBytes());
    }
    return header;
  }

  private static Coding coding(int bytes, String name) throws IOException {
    for (Coding coding : Coding.values()) {
      if (coding.bytes() == bytes) {
        return coding;
      }
    }
    throw damaged(name, "it has numbers of " + bytes + " bytes");
  }

  static IOException damaged(String name, String how) {
    return new IOException(
        "The file of lists "
            + name
            + " is damaged: "
            + how
            + "; build the lists again, or restore the file");
  }
}
