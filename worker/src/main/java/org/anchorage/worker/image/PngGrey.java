/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Grey PNGs of 1, 2 or 4 bits with a transparent level, written as palettes. The JDK's reader looks
 * for the level among greys of 8 bits, and misses it.
 */
final class PngGrey {

  private static final int DEPTH = 24;
  private static final int KIND = 25;
  private static final int HEADER_END = 33;
  private static final byte PALETTE = 3;

  private PngGrey() {}

  /** Returns the image as a palette; the same array if it is of another kind. */
  static byte[] asPalette(byte[] encoded) {
    if (encoded.length < HEADER_END || encoded[KIND] != 0 || encoded[DEPTH] > 4) {
      return encoded;
    }
    for (Stretch chunk : Stretch.of(encoded, EncodedFormat.PNG)) {
      if (chunk.name().equals("tRNS") && chunk.end() - chunk.body() == 2) {
        return written(
            encoded,
            chunk,
            ((encoded[chunk.body()] & 0xff) << 8) | (encoded[chunk.body() + 1] & 0xff));
      }
    }
    return encoded;
  }

  private static byte[] written(byte[] encoded, Stretch transparency, int level) {
    int levels = 1 << encoded[DEPTH];
    byte[] header = Arrays.copyOfRange(encoded, 16, 29);
    header[KIND - 16] = PALETTE;
    byte[] colours = new byte[3 * levels];
    byte[] alpha = new byte[levels];
    Arrays.fill(alpha, (byte) 255);
    for (int i = 0; i < levels; i++) {
      Arrays.fill(colours, 3 * i, 3 * i + 3, (byte) (i * 255 / (levels - 1)));
    }
    if (level < levels) {
      alpha[level] = 0;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(encoded, 0, 8);
    write("IHDR", header, out);
    write("PLTE", colours, out);
    write("tRNS", alpha, out);
    out.write(encoded, HEADER_END, transparency.from() - HEADER_END);
    int after = transparency.end() + 4;
    out.write(encoded, after, Math.max(0, encoded.length - after));
    return out.toByteArray();
  }

  private static void write(String name, byte[] body, ByteArrayOutputStream out) {
    byte[] letters = name.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(letters);
    sum.update(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(letters);
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
