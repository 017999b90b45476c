/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Encodes 8-bit grey images as PNG, without loss. The JDK's encoder takes several times as long for
 * images as small as digits. Not thread-safe.
 */
final class GreyPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] GREY_8_BIT = {8, 0, 0, 0, 0};
  private static final int CHUNK = 12;
  private static final int HEADER = 13;

  private final int width;
  private final int height;
  private final byte[] header;
  private final byte[] lines;
  private final byte[] packed;
  private final Deflater deflater = new Deflater();
  private final CRC32 crc = new CRC32();

  GreyPng(int width, int height) {
    this.width = width;
    this.height = height;
    this.header = ByteBuffer.allocate(HEADER).putInt(width).putInt(height).put(GREY_8_BIT).array();
    this.lines = new byte[(width + 1) * height];
    this.packed = new byte[lines.length + lines.length / 1000 + 64];
  }

  /** Returns the PNG of height x width values, row-major. */
  byte[] encode(byte[] pixels) {
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * width, lines, y * (width + 1) + 1, width);
    }
    deflater.reset();
    deflater.setInput(lines);
    deflater.finish();
    int length = deflater.deflate(packed);
    if (!deflater.finished()) {
      throw new IllegalStateException("Cannot pack " + lines.length + " bytes");
    }
    byte[] png = new byte[SIGNATURE.length + 3 * CHUNK + HEADER + length];
    ByteBuffer out = ByteBuffer.wrap(png).put(SIGNATURE);
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", Arrays.copyOf(packed, length));
    chunk(out, "IEND", new byte[0]);
    return png;
  }

  private void chunk(ByteBuffer out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    crc.reset();
    crc.update(name);
    crc.update(content);
    out.putInt(content.length).put(name).put(content).putInt((int) crc.getValue());
  }
}
