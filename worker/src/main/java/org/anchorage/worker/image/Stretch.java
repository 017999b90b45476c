/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A named stretch of an encoded image: a segment of a JPEG before its scan, a chunk of a PNG or of
 * a WebP.
 *
 * @param name a JPEG's marker in hexadecimal, e.g. {@code e1}, or a chunk's four letters
 * @param from where it begins, with its name
 * @param body where its content begins
 * @param end where its content ends; at most the number of bytes
 */
record Stretch(String name, int from, int body, int end) {

  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int RIFF_HEADER = 12;
  private static final int PNG_SIGNATURE = 8;
  private static final int CHUNK_HEADER = 8;
  private static final int PNG_SUM = 4;

  /** Returns the stretches of an image, as far as they can be followed; of other formats none. */
  static List<Stretch> of(byte[] encoded, EncodedFormat format) {
    return switch (format) {
      case JPEG -> segments(encoded);
      case PNG -> chunks(encoded, PNG_SIGNATURE, ByteOrder.BIG_ENDIAN);
      case WEBP -> chunks(encoded, RIFF_HEADER, ByteOrder.LITTLE_ENDIAN);
      case GIF, BMP, TIFF, PNM -> List.of();
    };
  }

  private static List<Stretch> segments(byte[] encoded) {
    List<Stretch> segments = new ArrayList<>();
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
      int end = at + 2 + (((encoded[at + 2] & 0xff) << 8) | (encoded[at + 3] & 0xff));
      segments.add(
          new Stretch(Integer.toHexString(kind), at, at + 4, Math.max(at + 4, min(encoded, end))));
      at = Math.max(end, at + 2);
    }
    return segments;
  }

  private static int min(byte[] encoded, long end) {
    return (int) Math.min(encoded.length, end);
  }

  /** A PNG writes a length and then a name, a WebP the other way round and in whole pairs. */
  private static List<Stretch> chunks(byte[] encoded, int first, ByteOrder order) {
    boolean png = order == ByteOrder.BIG_ENDIAN;
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(order);
    List<Stretch> chunks = new ArrayList<>();
    long at = first;
    while (at + CHUNK_HEADER <= encoded.length) {
      int from = (int) at;
      long length = bytes.getInt(png ? from : from + 4) & 0xffffffffL;
      String name = new String(encoded, png ? from + 4 : from, 4, StandardCharsets.ISO_8859_1);
      int body = from + CHUNK_HEADER;
      chunks.add(new Stretch(name, from, body, min(encoded, body + length)));
      at += CHUNK_HEADER + length + (png ? PNG_SUM : (length & 1));
    }
    return chunks;
  }

  /** Returns whether the content begins with some characters. */
  boolean begins(byte[] encoded, String text) {
    return body + text.length() <= end && EncodedFormat.starts(encoded, body, text);
  }
}
