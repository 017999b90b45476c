/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.nio.charset.StandardCharsets;

/**
 * Hides colour profiles from the readers of JPEG, WebP and TIFF, which apply them. Pillow does not,
 * and phones store photographs with profiles of wide gamut.
 */
final class ColourProfile {

  private static final String JPEG_MARKER = "e2";
  private static final String JPEG_NAME = "ICC_PROFILE\0";
  private static final String WEBP_NAME = "ICCP";
  private static final int TIFF_TAG = 34675;
  private static final int UNKNOWN_TAG = 34676;
  private static final byte[] UNKNOWN = "XXXX".getBytes(StandardCharsets.ISO_8859_1);

  private ColourProfile() {}

  /**
   * Returns the image with its profile under an unknown name, or the same array if it has none. The
   * argument is not changed. An image that is cut short is returned as far as it is understood; the
   * reader refuses it.
   */
  static byte[] hidden(byte[] encoded, EncodedFormat format) {
    if (format == EncodedFormat.TIFF) {
      return TiffTags.of(encoded, 0, encoded.length).renamed(encoded, TIFF_TAG, UNKNOWN_TAG);
    }
    byte[] result = encoded;
    for (Stretch stretch : Stretch.of(encoded, format)) {
      if (format == EncodedFormat.JPEG
          && stretch.name().equals(JPEG_MARKER)
          && stretch.begins(encoded, JPEG_NAME)) {
        result = renamed(result, encoded, stretch.body());
      }
      if (format == EncodedFormat.WEBP && stretch.name().equals(WEBP_NAME)) {
        result = renamed(result, encoded, stretch.from());
      }
    }
    return result;
  }

  private static byte[] renamed(byte[] result, byte[] encoded, int at) {
    byte[] copy = result == encoded ? encoded.clone() : result;
    System.arraycopy(UNKNOWN, 0, copy, at, UNKNOWN.length);
    return copy;
  }
}
