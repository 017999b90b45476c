/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.anchorage.worker.image.BadImageException.Reason;

/** The supported formats, told apart by their first bytes and never by a file's name. */
enum EncodedFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP;

  private static final int SHOWN = 8;

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
    String first =
        HexFormat.of().withDelimiter(" ").formatHex(encoded, 0, Math.min(SHOWN, encoded.length));
    throw new BadImageException(
        Reason.UNREADABLE,
        "Not an image that can be read: it starts with "
            + first
            + "; convert it to JPEG, PNG, GIF, BMP or WebP");
  }

  private static boolean starts(byte[] encoded, int at, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (encoded.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (encoded[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
