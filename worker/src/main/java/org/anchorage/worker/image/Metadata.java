/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * Takes away what no pixel depends on. A reader that stumbles over a damaged comment or profile
 * then reads the pixels.
 */
final class Metadata {

  /**
   * Application segments and comments of a JPEG, but JFIF's and Adobe's, which tell the colours.
   */
  private static final Set<String> JPEG =
      Set.of(
          "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "ea", "eb", "ec", "ed", "ef", "fe");

  /** What a PNG's pixels depend on. */
  private static final Set<String> PNG = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private static final int PNG_SUM = 4;

  private Metadata() {}

  /**
   * Returns the image without metadata, or the same array if it has none that can be taken away.
   */
  static byte[] without(byte[] encoded, EncodedFormat format) {
    return switch (format) {
      case JPEG, PNG -> cut(encoded, format);
      case WEBP -> ColourProfile.hidden(encoded, format);
      case GIF, BMP, TIFF, PNM -> encoded;
    };
  }

  private static byte[] cut(byte[] encoded, EncodedFormat format) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length);
    int from = 0;
    for (Stretch stretch : Stretch.of(encoded, format)) {
      boolean needless =
          format == EncodedFormat.JPEG
              ? JPEG.contains(stretch.name())
              : !PNG.contains(stretch.name());
      if (needless && stretch.from() >= from) {
        kept.write(encoded, from, stretch.from() - from);
        int sum = format == EncodedFormat.PNG ? PNG_SUM : 0;
        from = Math.min(encoded.length, stretch.end() + sum);
      }
    }
    if (from == 0) {
      return encoded;
    }
    kept.write(encoded, from, encoded.length - from);
    return kept.toByteArray();
  }
}
