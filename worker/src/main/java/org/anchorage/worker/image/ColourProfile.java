/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Hides colour profiles from the readers of JPEG and WebP, which apply them. Pillow does not, and
 * phones store photographs with profiles of wide gamut.
 */
final class ColourProfile {

  private static final byte[] JPEG_NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] WEBP_NAME = "ICCP".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] UNKNOWN = "XXXX".getBytes(StandardCharsets.ISO_8859_1);

  private static final int MARKER = 0xff;
  private static final int APP2 = 0xe2;
  private static final int START_OF_SCAN = 0xda;
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private ColourProfile() {}

  /**
   * Returns the image with its profile under an unknown name, or the same array if it has none. The
   * argument is not changed. An image that is cut short is returned as far as it is understood; the
   * reader refuses it.
   */
  static byte[] hidden(byte[] encoded, EncodedFormat format) {
    return switch (format) {
      case JPEG -> jpeg(encoded);
      case WEBP -> webp(encoded);
      case PNG, GIF, BMP -> encoded;
    };
  }

  private static byte[] jpeg(byte[] encoded) {
    byte[] result = encoded;
    int at = 2;
    while (at + 4 <= encoded.length && (encoded[at] & 0xff) == MARKER) {
      int kind = encoded[at + 1] & 0xff;
      if (kind == START_OF_SCAN) {
        break;
      }
      if (kind == MARKER) {
        at++;
        continue;
      }
      if (kind == APP2 && has(encoded, at + 4, JPEG_NAME)) {
        result = renamed(result, encoded, at + 4);
      }
      at += 2 + ((encoded[at + 2] & 0xff) << 8 | (encoded[at + 3] & 0xff));
    }
    return result;
  }

  private static byte[] webp(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    byte[] result = encoded;
    long at = RIFF_HEADER;
    while (at + CHUNK_HEADER <= encoded.length) {
      int chunk = (int) at;
      if (has(encoded, chunk, WEBP_NAME)) {
        result = renamed(result, encoded, chunk);
      }
      long length = bytes.getInt(chunk + 4) & 0xffffffffL;
      at += CHUNK_HEADER + length + (length & 1);
    }
    return result;
  }

  private static boolean has(byte[] encoded, int at, byte[] name) {
    return at + name.length <= encoded.length
        && Arrays.equals(encoded, at, at + name.length, name, 0, name.length);
  }

  private static byte[] renamed(byte[] result, byte[] encoded, int at) {
    byte[] copy = result == encoded ? encoded.clone() : result;
    System.arraycopy(UNKNOWN, 0, copy, at, UNKNOWN.length);
    return copy;
  }
}
