/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.anchorage.worker.image.BadImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes the checks that the readers leave out: they skip the check sums of PNG, accept a GIF that
 * stops early, and take TIFFs that they read wrong.
 */
final class Container {

  private static final int PNG_SIGNATURE = 8;
  private static final int PNG_TYPE = 4;
  private static final int IEND = 0x49454e44;
  private static final int TRANSPARENCY = 0x74524e53;
  private static final int SMALL_LETTER = 0x20;
  private static final int GIF_SCREEN = 13;
  private static final int GIF_EXTENSION = 0x21;
  private static final int GIF_IMAGE = 0x2c;

  private Container() {}

  /** Refuses an image whose container is cut short or damaged. */
  static void check(EncodedFormat format, byte[] encoded) throws BadImageException {
    try {
      switch (format) {
        case PNG -> png(encoded);
        case GIF -> gif(ByteBuffer.wrap(encoded));
        case WEBP -> webp(encoded);
        case TIFF -> TiffKind.check(encoded);
        case JPEG, BMP, PNM -> {}
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw truncated(format, encoded, e);
    }
  }

  private static void png(byte[] encoded) throws BadImageException {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).position(PNG_SIGNATURE);
    CRC32 crc = new CRC32();
    int type = 0;
    while (type != IEND) {
      int length = bytes.getInt();
      int start = bytes.position();
      type = bytes.getInt();
      if (length < 0) {
        throw new BadImageException(
            Reason.CORRUPT, "The PNG has a chunk of negative length at byte " + start);
      }
      bytes.position(Math.addExact(start + PNG_TYPE, length));
      crc.reset();
      crc.update(encoded, start, PNG_TYPE + length);
      int sum = bytes.getInt();
      if (sum != (int) crc.getValue() && shapesPixels(type)) {
        throw new BadImageException(
            Reason.CORRUPT,
            "The PNG is damaged: the check sum of its chunk at byte " + start + " does not match");
      }
    }
  }

  /** Of a chunk that a reader may skip, the first letter is small. */
  private static boolean shapesPixels(int type) {
    return (type >> 24 & SMALL_LETTER) == 0 || type == TRANSPARENCY;
  }

  private static void gif(ByteBuffer bytes) throws BadImageException {
    gifToFrame(bytes);
    bytes.position(bytes.position() + 8);
    skipColours(bytes, bytes.get());
    bytes.get();
    skipSubBlocks(bytes);
  }

  /** Returns where the place and size of a GIF's first frame are written, or -1. */
  static int gifFrame(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    try {
      gifToFrame(bytes);
      return bytes.position();
    } catch (BadImageException | BufferUnderflowException | IllegalArgumentException e) {
      return -1;
    }
  }

  private static void gifToFrame(ByteBuffer bytes) throws BadImageException {
    bytes.position(GIF_SCREEN);
    skipColours(bytes, bytes.get(GIF_SCREEN - 3));
    int block = bytes.get();
    while (block == GIF_EXTENSION) {
      bytes.get();
      skipSubBlocks(bytes);
      block = bytes.get();
    }
    if (block != GIF_IMAGE) {
      throw new BadImageException(
          Reason.CORRUPT, "The GIF holds no image before byte " + bytes.position());
    }
  }

  private static void skipColours(ByteBuffer bytes, byte flags) {
    if ((flags & 0x80) != 0) {
      bytes.position(bytes.position() + 3 * (2 << (flags & 7)));
    }
  }

  private static void skipSubBlocks(ByteBuffer bytes) {
    int length = bytes.get() & 0xff;
    while (length > 0) {
      bytes.position(bytes.position() + length);
      length = bytes.get() & 0xff;
    }
  }

  private static void webp(byte[] encoded) throws BadImageException {
    long claimed = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
    if (claimed + 8 > encoded.length) {
      throw truncated(EncodedFormat.WEBP, encoded, null);
    }
  }

  private static BadImageException truncated(
      EncodedFormat format, byte[] encoded, @Nullable Throwable cause) {
    String message = "The " + format + " ends too early, after " + encoded.length + " bytes";
    return cause == null
        ? new BadImageException(Reason.TRUNCATED, message)
        : new BadImageException(Reason.TRUNCATED, message, cause);
  }
}
