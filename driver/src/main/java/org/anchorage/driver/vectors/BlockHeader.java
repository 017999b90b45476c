/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.anchorage.core.vectors.Element;
import org.anchorage.driver.artifact.ArtifactException;

/**
 * The first {@value #BYTES} bytes of a block, little-endian: magic (8 bytes), version, dim, rows,
 * bytes of a number (4: float, 2: half), CRC32C of the payload (4 bytes each), then zeros.
 *
 * @param dim floats of a vector
 * @param rows vectors of the block
 * @param element how numbers are written
 * @param checksum CRC32C of the payload
 */
record BlockHeader(int dim, int rows, Element element, int checksum) {

  static final int BYTES = 64;

  /** The characters ANCHVECS. */
  private static final long MAGIC = 0x53434556_48434e41L;

  private static final int VERSION = 1;

  /** Returns the checksum of the bytes that are left in a buffer, which stays as it is. */
  static int checksum(ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }

  /** Returns how many bytes follow the header. */
  long payloadBytes() {
    return (long) rows * dim * element.bytes();
  }

  void write(ByteBuffer into) {
    into.order(ByteOrder.LITTLE_ENDIAN)
        .putLong(MAGIC)
        .putInt(VERSION)
        .putInt(dim)
        .putInt(rows)
        .putInt(element.bytes())
        .putInt(checksum)
        .put(new byte[BYTES - 28 - 4])
        .putInt(0);
  }

  /**
   * Reads the header of a whole file.
   *
   * @throws ArtifactException if the file is no block, or has another length than its header says
   */
  static BlockHeader read(ByteBuffer file, String name) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < BYTES || bytes.getLong() != MAGIC) {
      throw damaged(name, "it does not begin as a block does");
    }
    int version = bytes.getInt();
    int dim = bytes.getInt();
    int rows = bytes.getInt();
    int width = bytes.getInt();
    int checksum = bytes.getInt();
    if (version != VERSION) {
      throw new ArtifactException(
          "The block of vectors "
              + name
              + " has version "
              + version
              + ", and this program reads "
              + VERSION
              + "; use a newer Anchorage");
    }
    Element element = width == 4 ? Element.FLOAT : Element.HALF;
    if (dim < 1 || rows < 0 || width != element.bytes()) {
      throw damaged(name, "its header makes no sense");
    }
    BlockHeader header = new BlockHeader(dim, rows, element, checksum);
    if (file.remaining() != BYTES + header.payloadBytes()) {
      throw damaged(
          name,
          "it has "
              + file.remaining()
              + " bytes, and "
              + rows
              + " vectors of "
              + dim
              + " take "
              + (BYTES + header.payloadBytes()));
    }
    return header;
  }

  /**
   * Refuses another shape.
   *
   * @throws ArtifactException if dim, rows or element are others
   */
  void require(BlockHeader expected, String name) {
    if (dim != expected.dim || rows != expected.rows || element != expected.element) {
      throw new ArtifactException(
          "The block of vectors "
              + name
              + " holds "
              + shape()
              + ", and "
              + expected.shape()
              + " were expected; it is of other vectors: "
              + REMEDY);
    }
  }

  private String shape() {
    return rows + " vectors of " + dim + " as " + element.name().toLowerCase(Locale.ROOT);
  }

  static final String REMEDY =
      "delete the file and run the command that embeds again, or restore it";

  static ArtifactException damaged(String name, String how) {
    return new ArtifactException(
        "The block of vectors " + name + " is damaged: " + how + "; " + REMEDY);
  }
}
