/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The formats that are read, told apart by their first bytes and never by a file's name. */
enum EncodedFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP,
  TIFF,
  /** PBM, PGM and PPM, plain and raw. */
  PNM;

  /** Returns the format of some bytes. */
  static EncodedFormat of(byte[] encoded) throws BadImageException {
    if (starts(encoded, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (starts(encoded, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (starts(encoded, 0, "GIF87a") || starts(encoded, 0, "GIF89a")) {
      return GIF;
    }
    if (starts(encoded, 0, "BM")) {
      return BMP;
    }
    if (starts(encoded, 0, "RIFF") && starts(encoded, 8, "WEBP")) {
      return WEBP;
    }
    if (isPnm(encoded)) {
      return PNM;
    }
    ForeignFormat.refuse(encoded);
    return TIFF;
  }

  /** A number from 1 to 6 and then a space, or a comment. */
  private static boolean isPnm(byte[] encoded) {
    return encoded.length > 2
        && encoded[0] == 'P'
        && encoded[1] >= '1'
        && encoded[1] <= '6'
        && (Character.isWhitespace(encoded[2]) || encoded[2] == '#');
  }

  /** Returns whether some bytes have characters at a place, one byte each. */
  static boolean starts(byte[] encoded, int at, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    return encoded.length >= at + wanted.length
        && Arrays.equals(encoded, at, at + wanted.length, wanted, 0, wanted.length);
  }
}
